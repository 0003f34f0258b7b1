"""What the health page says: lines, each with a level, a sentence, and what to do about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86400


class Level(StrEnum):
    """How bad it is, in three steps; each is said in words and by an icon too."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"

    @property
    def word(self) -> str:
        """The level in the reader's language."""
        return {Level.GOOD: _("fine"), Level.WARN: _("look at this"), Level.BAD: _("act now")}[self]

    @property
    def icon(self) -> str:
        """The name of the level's icon."""
        return {Level.GOOD: "circle-check", Level.WARN: "triangle-alert", Level.BAD: "circle-alert"}[self]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at. ``facts`` are the same for programs: numbers and moments (ISO 8601), no text of people.

    ``retry``: the queue whose jobs can be tried again from here.
    """

    key: str
    level: Level
    title: str
    said: str
    todo: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    retry: str = ""


def worst(lines: Iterable[Line]) -> Level:
    """Return the level of the worst line."""
    order = list(Level)
    return max((line.level for line in lines), key=order.index, default=Level.GOOD)


def by_age(age: timedelta, *, warn: timedelta, bad: timedelta) -> Level:
    """Return the level of something that is so old."""
    return Level.BAD if age > bad else Level.WARN if age > warn else Level.GOOD


def in_words(age: timedelta) -> str:
    """Return an age in whole minutes, hours or days, the largest that fits."""
    seconds = max(int(age.total_seconds()), 0)
    if seconds >= 2 * DAY:
        return ngettext("%(n)s day", "%(n)s days", seconds // DAY) % {"n": seconds // DAY}
    if seconds >= 2 * HOUR:
        return ngettext("%(n)s hour", "%(n)s hours", seconds // HOUR) % {"n": seconds // HOUR}
    return ngettext("%(n)s minute", "%(n)s minutes", seconds // MINUTE) % {"n": seconds // MINUTE}


def moment(at: datetime | None) -> str | None:
    """Return a moment for programs."""
    return at.isoformat(timespec="seconds") if at else None
