"""Making a draft and changing it. Whatever changes a draft holds its row first, so that nothing slips into a publication.

WordingError            nothing was stored
├── NotADraft           it was published or thrown away meanwhile
├── SomebodyWrote       a text is not what was seen any more; carries what is stored now
└── CannotChange        the draft cannot have this
    ├── AlwaysAsked     what is permitted hangs on this question
    ├── LanguageThere   the draft has this language already
    ├── NeededLanguage  Dutch and English stay (G3)
    └── TooMany         there is no number left for another one
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from consent.models import (
    Question,
    Wording,
    WordingCondition,
    WordingEvent,
    WordingLanguage,
    WordingPart,
    WordingText,
)
from consent.wording import keys, queries

MOST_PARTS = 60


class WordingError(Exception):
    """Nothing was stored."""


class NotADraft(WordingError):
    """It was published or thrown away meanwhile."""


class SomebodyWrote(WordingError):
    """A text is not what was seen any more. ``stored`` is what it is now."""

    def __init__(self, stored: str) -> None:
        super().__init__("somebody else wrote this text")
        self.stored = stored


class CannotChange(WordingError):
    """The draft cannot have this."""


class AlwaysAsked(CannotChange):
    """What is permitted hangs on this question: it is asked of everybody."""


class LanguageThere(CannotChange):
    """The draft has this language already."""


class NeededLanguage(CannotChange):
    """Dutch and English stay (G3)."""


class TooMany(CannotChange):
    """There is no number left for another one."""


@transaction.atomic
def draft(*, source_id: int, by: User, now: datetime) -> Wording:
    """Begin a draft with all that a version or another draft says. Raises Wording.DoesNotExist."""
    source = queries.content(Wording.objects.select_for_update(no_key=True).get(pk=source_id))
    made = Wording.objects.create(follows=queries.newest(), drafted_at=now, drafted_by=by)
    for language in source.languages:
        language.pk, language.wording = None, made
    WordingLanguage.objects.bulk_create(source.languages)
    WordingText.objects.bulk_create(
        WordingText(wording=made, language=language, key=key, text=text)
        for (language, key), text in source.texts.items()
    )
    for position, part in enumerate(source.parts):
        row = WordingPart.objects.create(wording=made, key=part.key, position=position)
        _limit(row, kinds=part.kinds, channels=part.channels)
    WordingEvent.objects.create(kind=WordingEvent.Kind.DRAFTED, wording=made.pk, at=now, by=by)
    return made


def lock(wording_id: int) -> Wording:
    """Hold a draft until the end of the transaction. Raises NotADraft."""
    found = Wording.objects.select_for_update(no_key=True).filter(pk=wording_id, published_at=None).first()
    if found is None:
        raise NotADraft
    return found


@transaction.atomic
def write(*, wording_id: int, language: str, key: str, text: str, seen: str) -> None:
    """Store a text of a draft; an empty one is taken away. ``seen`` is what its writer saw there before.

    Raises NotADraft, SomebodyWrote, CannotChange (the draft has no such language).
    """
    held = lock(wording_id)
    if not held.languages.filter(code=language).exists():
        raise CannotChange(language)
    row = held.texts.filter(language=language, key=key).first()
    stored = row.text if row else ""
    if stored not in {seen, text}:
        raise SomebodyWrote(stored)
    if text:
        held.texts.update_or_create(language=language, key=key, defaults={"text": text})
    elif row:
        row.delete()


@transaction.atomic
def add_told(*, wording_id: int, what: Literal["section", "statement"]) -> str:
    """Add an empty heading or statement at the end and return its key. Raises NotADraft, TooMany.

    A number that an earlier version used for another text is not used again, so that versions stay comparable.
    """
    held = lock(wording_id)
    if held.parts.filter(key__startswith=f"{what}.").count() >= MOST_PARTS:
        raise TooMany
    ever = WordingPart.objects.filter(key__startswith=f"{what}.").aggregate(last=Max("key"))["last"]
    number = int(ever.partition(".")[2]) + 1 if ever else 1
    if number > 99:
        raise TooMany
    key = f"{what}.{number:02}"
    WordingPart.objects.create(wording=held, key=key, position=_end(held))
    return key


@transaction.atomic
def add_question(*, wording_id: int, question: Question) -> None:
    """Ask a question from now on, after the others; its texts are still there if it was asked before. Raises NotADraft."""
    held = lock(wording_id)
    held.parts.get_or_create(key=f"question.{question}", defaults={"position": _end(held)})


@transaction.atomic
def remove(*, wording_id: int, key: str) -> None:
    """Take away a heading or a statement with its texts, or no longer ask a question. Raises NotADraft, AlwaysAsked."""
    held = lock(wording_id)
    if key.partition(".")[2] in keys.ALWAYS_ASKED:
        raise AlwaysAsked(key)
    held.parts.filter(key=key).delete()
    if not key.startswith("question."):
        held.texts.filter(key=key).delete()


@transaction.atomic
def move(*, wording_id: int, key: str, way: Literal["up", "down"]) -> None:
    """Put a part one place up or down among its own sort; at the end nothing happens. Raises NotADraft."""
    held = lock(wording_id)
    rows = [row for row in held.parts.all() if row.key.startswith("question.") == key.startswith("question.")]
    here = next((index for index, row in enumerate(rows) if row.key == key), None)
    there = None if here is None else here + (-1 if way == "up" else 1)
    if here is None or there is None or not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows):
        held.parts.filter(pk=row.pk).update(position=position)


@transaction.atomic
def limit(*, wording_id: int, key: str, kinds: Iterable[str], channels: Iterable[str]) -> None:
    """Show a part only to these kinds of subject, and only where one of these channels is asked; empty means always.

    Raises NotADraft, AlwaysAsked.
    """
    held = lock(wording_id)
    row = held.parts.filter(key=key).first()
    if row is None:
        return
    if key.partition(".")[2] in keys.ALWAYS_ASKED:
        raise AlwaysAsked(key)
    row.conditions.all().delete()
    _limit(row, kinds=kinds, channels=channels)


def _limit(row: WordingPart, *, kinds: Iterable[str], channels: Iterable[str]) -> None:
    sorts = WordingCondition.Sort
    WordingCondition.objects.bulk_create(
        [WordingCondition(part=row, sort=sorts.KIND, value=value) for value in sorted(kinds)]
        + [WordingCondition(part=row, sort=sorts.CHANNEL, value=value) for value in sorted(channels)]
    )


def _end(held: Wording) -> int:
    last = held.parts.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def add_language(*, wording_id: int, code: str, name: str, direction: str) -> None:
    """Write the draft in one more language, still empty. Raises NotADraft, LanguageThere."""
    held = lock(wording_id)
    if held.languages.filter(code=code).exists():
        raise LanguageThere(code)
    last = held.languages.aggregate(last=Max("position"))["last"] or 0
    WordingLanguage.objects.create(wording=held, code=code, name=name, direction=direction, position=last + 1)


@transaction.atomic
def remove_language(*, wording_id: int, code: str) -> None:
    """No longer write the draft in a language; its texts go with it. Raises NotADraft, NeededLanguage."""
    held = lock(wording_id)
    if code in keys.NEEDED_LANGUAGES:
        raise NeededLanguage(code)
    held.languages.filter(code=code).delete()
    held.texts.filter(language=code).delete()


@transaction.atomic
def discard(*, wording_id: int, by: User, now: datetime) -> None:
    """Throw a draft away; that it was there stays known. Raises NotADraft."""
    held = lock(wording_id)
    WordingEvent.objects.create(kind=WordingEvent.Kind.DISCARDED, wording=held.pk, at=now, by=by)
    held.delete()
