"""The permission matrix: what may be done, from stored facts alone. Pure; the same answer for every screen and document.

A use is allowed for a medium only if every subject who is in the recording said yes to it, the desk approved, today lies
inside the term, and nobody withdrew (product.md, "The permission matrix"). What may be recorded: ``consent.recording``.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from consent.conditions import Conditions, Given, end_of, strictest
from consent.models.choices import HIGH_VISIBILITY, Medium
from consent.sheet import ZONE
from consent.states import State, SubjectStatus

VISUAL = frozenset({Medium.PHOTO, Medium.FILM, Medium.TELEVISION, Medium.ANIMATION})
"""Media that show a person, so not open to who allowed only their voice."""


class Reason(StrEnum):
    """Why a use is not allowed, the gravest first. For the desk; the requester learns only that it is not.

    Two are the requester's own affair and are told: ``ONCE_USED``, for they published it, and ``PREVIEW``, for they show it.
    """

    NOT_APPROVED = "not_approved"
    NOBODY = "nobody"
    WAITING = "waiting"
    NO = "no"
    WITHDRAWN = "withdrawn"
    FROZEN = "frozen"
    CAME_OF_AGE = "came_of_age"
    ENDED = "ended"
    TOO_LATE = "too_late"
    SECOND_YES = "second_yes"
    ONCE_USED = "once_used"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Person:
    """A subject: where their consent is, and what each of their signers allowed.

    ``came_of_age``: they turned 12, 16 or 18 and were not heard themselves yet (L2), so nothing new is published of them.
    """

    id: int
    status: SubjectStatus
    given: tuple[Given, ...]
    frozen: bool = False
    came_of_age: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was shown before publication, under one use and of one medium."""

    id: int
    use: int
    medium: str


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a request asks: uses as (key, channel), media, and when it is recorded (None for existing material).

    ``published`` says of each use when its last publication was registered; ``pieces`` are what was shown beforehand.
    """

    status: State
    approved: bool
    media: tuple[str, ...]
    uses: tuple[tuple[int, str], ...]
    starts_at: datetime | None
    ends_at: datetime | None
    people: tuple[Person, ...]
    published: tuple[tuple[int, datetime], ...] = ()
    pieces: tuple[Piece, ...] = ()

    def present(self) -> tuple[Person, ...]:
        """Return who is in the recording: everybody who was not left out."""
        return tuple(person for person in self.people if person.status != SubjectStatus.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One subject's say on one use and medium: None when it is a yes, with the day until which it holds."""

    person: int
    reason: Reason | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one use is allowed for one medium, until which day, how, and if not why not.

    ``until`` stands where it is allowed, or waits for the preview alone. Where a preview is wanted only the pieces in
    ``agreed`` are allowed.
    """

    use: int
    medium: str
    allowed: bool
    until: date | None
    reasons: tuple[Reason, ...]
    verdicts: tuple[Verdict, ...]
    conditions: Conditions
    agreed: frozenset[int] = frozenset()

    @property
    def waits_for_preview(self) -> bool:
        """Whether nothing is in the way but that people want to see it first."""
        return self.reasons == (Reason.PREVIEW,)


def matrix(asked: AskedFor, *, now: datetime) -> tuple[Cell, ...]:
    """Return a cell for each use and medium, in the order of the request. ``now`` must carry a time zone."""
    today = now.astimezone(ZONE).date()
    return tuple(
        _cell(asked, _Place(use, channel, medium), today) for use, channel in asked.uses for medium in asked.media
    )


def may_stay(asked: AskedFor, *, now: datetime) -> frozenset[tuple[int, str]]:
    """Return the pairs of use and medium of which what is published may stay. ``now`` must carry a time zone.

    Whether the request is still open does not matter, nor what holds for new publications only: "this publication only",
    seeing it first, and a child who turned an age and was not heard yet.
    """
    people = tuple(
        replace(person, came_of_age=False, given=tuple(replace(given, preview=False) for given in person.given))
        for person in asked.people
    )
    settled = replace(asked, status=State.APPROVED, approved=True, people=people, published=())
    return frozenset((cell.use, cell.medium) for cell in matrix(settled, now=now) if cell.allowed)


@dataclass(frozen=True, slots=True)
class _Place:
    """One use and one medium: where a cell of the matrix is."""

    use: int
    channel: str
    medium: str


def _cell(asked: AskedFor, place: _Place, today: date) -> Cell:
    people = asked.present()
    verdicts = tuple(_verdict(asked, person, place, today) for person in people)
    reasons = {verdict.reason for verdict in verdicts if verdict.reason}
    conditions = strictest(person.given for person in people)
    agreed = _agreed(asked, people, place)
    if conditions.preview and not agreed:
        reasons.add(Reason.PREVIEW)
    if not people:
        reasons.add(Reason.NOBODY)
    if not asked.approved or asked.status != State.APPROVED:
        reasons.add(Reason.NOT_APPROVED)
    ends = [end_of(given) for person in people for given in person.given]
    return Cell(
        use=place.use,
        medium=place.medium,
        allowed=not reasons,
        until=min(ends) if ends and reasons <= {Reason.PREVIEW} else None,
        reasons=tuple(reason for reason in Reason if reason in reasons),
        verdicts=verdicts,
        conditions=conditions,
        agreed=agreed if conditions.preview else frozenset(),
    )


def _agreed(asked: AskedFor, people: tuple[Person, ...], place: _Place) -> frozenset[int]:
    """Return the pieces of a place to which each of these people said yes, as far as they want to see it first."""
    there = frozenset(piece.id for piece in asked.pieces if (piece.use, piece.medium) == (place.use, place.medium))
    return there.intersection(*(given.agreed for person in people for given in person.given if given.preview))


def _verdict(asked: AskedFor, person: Person, place: _Place, today: date) -> Verdict:
    reason = (
        _missing(person)
        or _not_said(person, place)
        or _not_in_time(asked, person, today)
        or _not_yet(asked, person, place)
    )
    return Verdict(person.id, reason, None if reason else min(end_of(given) for given in person.given))


def _missing(person: Person) -> Reason | None:
    if person.frozen:
        return Reason.FROZEN
    if person.status != SubjectStatus.GRANTED or not person.given:
        return _STATUS_REASONS.get(person.status, Reason.WAITING)
    return Reason.CAME_OF_AGE if person.came_of_age else None


def _not_said(person: Person, place: _Place) -> Reason | None:
    if any(place.use in given.withdrawn_uses for given in person.given):
        return Reason.WITHDRAWN
    if not all(_says_yes(given, place) for given in person.given):
        return Reason.NO
    return None


def _not_in_time(asked: AskedFor, person: Person, today: date) -> Reason | None:
    if asked.starts_at and any(given.since > asked.starts_at for given in person.given):
        return Reason.TOO_LATE
    return Reason.ENDED if any(today > end_of(given) for given in person.given) else None


def _not_yet(asked: AskedFor, person: Person, place: _Place) -> Reason | None:
    if place.channel in HIGH_VISIBILITY and not all(place.use in given.second_yes for given in person.given):
        return Reason.SECOND_YES
    if any(_used_up(asked, given, place) for given in person.given):
        return Reason.ONCE_USED
    wants = any(given.preview for given in person.given)
    return Reason.PREVIEW if wants and not _agreed(asked, (person,), place) else None


_STATUS_REASONS = {
    SubjectStatus.WAITING: Reason.WAITING,
    SubjectStatus.REFUSED: Reason.NO,
    SubjectStatus.WITHDRAWN: Reason.WITHDRAWN,
    SubjectStatus.EXPIRED: Reason.ENDED,
}


def _says_yes(given: Given, place: _Place) -> bool:
    return place.use in given.uses and place.medium in given.media and shows_no_more(given, place.medium)


def shows_no_more(given: Given, medium: str) -> bool:
    """Whether a medium shows no more of somebody than they allow: who allowed only their voice is not shown."""
    return given.recognisable != "voice_only" or medium not in VISUAL


def _used_up(asked: AskedFor, given: Given, place: _Place) -> bool:
    """Whether "this publication only" was this: one was registered under this use since the answer was given."""
    return given.term == "once" and any(use == place.use and at >= given.at for use, at in asked.published)
