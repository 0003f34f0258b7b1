"""What the desk set itself, over the defaults of the settings: days, terms, addresses, channels, texts of mails.

Each change is a row of ``HouseRule`` and nothing else; what counts is the newest row of its key. A request keeps the day
that it was given: these are read when something new begins, never applied to what is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language

from consent.models import HouseRule

FRESH = 5.0
"""Seconds for which a process trusts what it read; by then every process knows of a change."""
DAYS = (
    "DECIDE_DAYS",
    "DECIDE_COMPLEX_DAYS",
    "DECIDE_PRESS_DAYS",
    "STEP_DAYS",
    "PREVIEW_DAYS",
    "OWN_POST_WORKING_DAYS",
    "TAKE_DOWN_DAYS",
    "CARD_DAYS",
)
"""The settings in days that the desk may change. What the law or the form names is not among them."""
OFFICES = ("PRESS_MAIL", "SOCIAL_MEDIA_MAIL")
"""The settings with an office's address that the desk may change. Not DESK_MAIL: checkpoints go there, out of its reach."""
TERMS = {
    "LONGEST_TERM_YEARS": (1, 5),
    "CLAIMS_PERIOD_YEARS": (1, 20),
    "KEEP_CONTACT_DAYS": (1, 365),
    "KEEP_UNUSED_DAYS": (30, 1825),
}
"""The terms of L8 that the desk may change, each with its least and its most. A request keeps those of its submission."""
TERM = "term."


@dataclass(frozen=True, slots=True)
class OfChannel:
    """What the desk set for one channel, in one language: whether new places of it can be asked for, why not, and a note."""

    offered: bool = True
    reason: str = ""
    note: str = ""


class _Cache:
    """What this process read, and when (``monotonic``); of each term every change, oldest first."""

    at = 0.0
    rules: Mapping[str, str] | None = None
    terms: Mapping[str, list[tuple[datetime, str]]]


def days(name: str) -> int:
    """Return how many days a setting of ``DAYS`` gives now."""
    return int(of(f"site.days.{name}") or getattr(settings, name))


def mail(name: str) -> str:
    """Return the address that a setting of ``OFFICES`` gives now."""
    return of(f"site.mail.{name}") or str(getattr(settings, name))


def term(name: str, *, at: datetime | None = None) -> int:
    """Return what a setting of ``TERMS`` was at a moment, or is now: a term that was promised is not changed afterwards."""
    all_of_them()
    known = [value for since, value in _Cache.terms.get(f"{TERM}{name}", []) if at is None or since <= at]
    return int(known[-1] if known and known[-1] else getattr(settings, name))


def least_term(name: str) -> int:
    """Return the shortest that a setting of ``TERMS`` ever was, so that a search overlooks no request."""
    all_of_them()
    changes = _Cache.terms.get(f"{TERM}{name}", [])
    return min([int(getattr(settings, name)), *(int(value) for _since, value in changes if value)])


def of_channel(channel: str) -> OfChannel:
    """Return what the desk set for a channel, in the reader's language."""
    language = "nl" if get_language() == "nl" else "en"
    key = f"channel.{channel}"
    return OfChannel(
        offered=not of(f"{key}.off"), reason=of(f"{key}.reason_{language}"), note=of(f"{key}.note_{language}")
    )


def of(key: str) -> str:
    """Return what the desk set for a key; nothing where the default counts."""
    return all_of_them().get(key, "")


def all_of_them() -> Mapping[str, str]:
    """Return every rule that differs from its default: at most one query in ``FRESH`` seconds."""
    if _Cache.rules is None or monotonic() - _Cache.at > FRESH:
        _Cache.at = monotonic()
        _Cache.rules, _Cache.terms = _read()
    return _Cache.rules


def now_set() -> dict[str, str]:
    """Return the same as it stands in the database at this moment."""
    return _read()[0]


def _read() -> tuple[dict[str, str], dict[str, list[tuple[datetime, str]]]]:
    newest = HouseRule.objects.order_by("key", "-pk").distinct("key").values("pk")
    rows = HouseRule.objects.filter(Q(pk__in=newest) | Q(key__startswith=TERM)).order_by("pk")
    rules: dict[str, str] = {}
    terms: dict[str, list[tuple[datetime, str]]] = {}
    for key, value, at in rows.values_list("key", "value", "at"):
        rules[key] = value
        if key.startswith(TERM):
            terms.setdefault(key, []).append((at, value))
    return {key: value for key, value in rules.items() if value}, terms


def forget() -> None:
    """Read anew at the next question: this process changed something."""
    _Cache.rules = None


def forget_after_commit() -> None:
    """Do so once the change is there for everybody; and at once, for what this transaction still asks."""
    forget()
    transaction.on_commit(forget)
