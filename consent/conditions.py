"""What people allow, and under which conditions: one signature's answers, and the strictest of everybody's together. Pure.

A condition never says whose it is: it holds for everybody in the recording, so that nobody stands out (product.md, "The
permission matrix": the requester never learns who).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consent.models.choices import OPTIONS, Question
from consent.sheet import ZONE

ONCE = timedelta(days=365)
"""How long "this publication only" leaves to publish that once."""

NAMES = OPTIONS[Question.NAME]
"""How a person may be named, from the widest permission to the strictest."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one standing signature allows (consent-form.md, C).

    ``renews`` is since when the consent stands that it renews, of who came of age (L2); None for one on its own.
    ``term`` is an answer: "once", "1", "2" or "5" (years). ``health`` is the only sentence that may be said, "" for nothing;
    ``health`` and ``ai`` are None where the form did not ask. ``agreed`` are the previews that this signer said yes to.
    """

    at: datetime
    media: frozenset[str]
    uses: frozenset[int]
    term: str
    recognisable: str = "recognisable"
    name: str = "full_name"
    health: str | None = None
    preview: bool = False
    tagging: bool = False
    ai: bool | None = None
    second_yes: frozenset[int] = frozenset()
    withdrawn_uses: frozenset[int] = frozenset()
    agreed: frozenset[int] = frozenset()
    renews: datetime | None = None

    @property
    def since(self) -> datetime:
        """Since when there is consent: a recording made after this moment was made with prior consent (G5)."""
        return self.renews or self.at


@dataclass(frozen=True, slots=True)
class Conditions:
    """How something may be published, if it may: the strictest that anybody asks.

    ``name`` is one of ``NAMES``. ``health`` are the sentences that may be said about somebody's health. It and
    ``ai`` are None where nobody was asked. ``preview`` is how many people want to see it first.
    """

    once: bool = False
    unrecognisable: bool = False
    name: str = NAMES[0]
    health: tuple[str, ...] | None = None
    tagging: bool = False
    ai: bool | None = None
    preview: int = 0


def strictest(people: Iterable[tuple[Given, ...]]) -> Conditions:
    """Return the conditions of everybody together: a tuple holds what the signers of one person gave."""
    people = tuple(people)
    given = [one for signers in people for one in signers]
    asked = [one.ai for one in given if one.ai is not None]
    return Conditions(
        once=any(one.term == "once" for one in given),
        unrecognisable=any(one.recognisable == "unrecognisable" for one in given),
        name=max((one.name for one in given), key=NAMES.index, default=NAMES[0]),
        health=_health(people),
        tagging=bool(given) and all(one.tagging for one in given),
        ai=all(asked) and len(asked) == len(given) if asked else None,
        preview=sum(one.preview for one in given),
    )


def _health(people: tuple[tuple[Given, ...], ...]) -> tuple[str, ...] | None:
    """Return the sentences to which all signers of the person agree whom they are about, in an order that tells nothing."""
    said = [{one.health for one in signers if one.health is not None} for signers in people]
    if not any(said):
        return None
    return tuple(sorted({sentence for one in said if len(one) == 1 for sentence in one if sentence}))


def end_of(given: Given) -> date:
    """Return the last day on which a signature holds: its term counted from the day it was given."""
    return last_day(given.at, given.term)


def last_day(at: datetime, term: str) -> date:
    """Return the last day of a term that was given at a moment: "once" or a number of years."""
    start = at.astimezone(ZONE).date()
    return start + ONCE if term == "once" else years_later(start, int(term))


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
