"""Reads wordings. A published one never changes (G6, kept so by triggers), so each process reads it once and keeps it."""

from datetime import datetime
from functools import lru_cache

from accounts import statements
from consent.models import Wording, WordingLanguage
from consent.written import Part, Written

KEPT = 64
"""Versions times languages that a process keeps: one takes about 40 kB."""


def written(wording: Wording, *, language: str) -> Written:
    """Return a wording in one language. A draft carries the number that it would get now.

    Raises LookupError when it is not written in that language.
    """
    if wording.published_at is None:
        return _read(wording, language)
    return _kept(wording.pk, wording.published_at, language)


@lru_cache(maxsize=KEPT)
def _kept(pk: int, published_at: datetime, language: str) -> Written:
    """Return a published wording. The moment is part of the key: what a transaction published and took back never counts."""
    return _read(Wording.objects.get(pk=pk, published_at=published_at), language)


def _read(wording: Wording, language: str) -> Written:
    spoken = next((one for one in wording.languages.all() if one.code == language), None)
    if spoken is None:
        raise LookupError(language)
    return Written(
        version=wording.version or newest_version() + 1,
        language=language,
        direction=spoken.direction,
        texts=dict(wording.texts.filter(language=language).values_list("key", "text")),
        parts=parts(wording),
    )


def languages(wording: Wording | None) -> tuple[WordingLanguage, ...]:
    """Return the languages that a wording is written in, in their order."""
    if wording is None:
        return ()
    return tuple(wording.languages.all()) if wording.published_at is None else _spoken(wording.pk, wording.published_at)


@lru_cache(maxsize=KEPT)
def _spoken(pk: int, published_at: datetime) -> tuple[WordingLanguage, ...]:
    return tuple(WordingLanguage.objects.filter(wording=pk, wording__published_at=published_at))


def parts(wording: Wording) -> tuple[Part, ...]:
    """Return the parts of a wording in their order, with their conditions, in one query."""
    conditions: dict[str, dict[str, set[str]]] = {}
    rows = wording.parts.order_by("position", "pk").values_list("key", "conditions__sort", "conditions__value")
    for key, sort, value in rows:
        limits = conditions.setdefault(key, {"kind": set(), "channel": set()})
        if sort is not None:
            limits[sort].add(value)
    return tuple(
        Part(key, kinds=frozenset(limits["kind"]), channels=frozenset(limits["channel"]))
        for key, limits in conditions.items()
    )


def newest_version() -> int:
    """Return the number of the newest published version."""
    ((newest,),) = statements.rows("SELECT max(version) FROM consent_wording WHERE published_at IS NOT NULL")
    return int(newest or 0)


def forget() -> None:
    """Read all anew: for tests, which begin with another database each."""
    _kept.cache_clear()
    _spoken.cache_clear()
