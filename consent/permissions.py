"""The permission matrix: what may be done, from stored facts alone. Pure; the same answer for every screen and document.

A use is allowed for a medium only if every subject who is in the recording said yes to it, the desk approved, today lies
inside the term, and nobody withdrew (product.md, "The permission matrix").
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from consent.models.choices import HIGH_VISIBILITY, Medium
from consent.sheet import ZONE
from consent.states import State, SubjectStatus

ONCE = timedelta(days=365)
"""How long "this publication only" leaves to publish that once."""

VISUAL = frozenset({Medium.PHOTO, Medium.FILM, Medium.TELEVISION, Medium.ANIMATION})
"""Media that show a person, so not open to who allowed only their voice."""


class Reason(StrEnum):
    """Why a use is not allowed. For the desk; the requester learns only that it is not."""

    NOT_APPROVED = "not_approved"
    NOBODY = "nobody"
    WAITING = "waiting"
    NO = "no"
    WITHDRAWN = "withdrawn"
    FROZEN = "frozen"
    ENDED = "ended"
    TOO_LATE = "too_late"
    SECOND_YES = "second_yes"


@dataclass(frozen=True, slots=True)
class Given:
    """What one standing signature allows. ``term`` is an answer: "once", "1", "2" or "5" (years)."""

    at: datetime
    media: frozenset[str]
    uses: frozenset[int]
    term: str
    recognisable: str = "recognisable"
    name: str = "full_name"
    preview: bool = False
    second_yes: frozenset[int] = frozenset()
    withdrawn_uses: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """A subject: where their consent is, and what each of their signers allowed."""

    id: int
    status: SubjectStatus
    given: tuple[Given, ...]
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a request asks: uses as (key, channel), media, and when it is recorded (None for existing material)."""

    status: State
    approved: bool
    media: tuple[str, ...]
    uses: tuple[tuple[int, str], ...]
    starts_at: datetime | None
    ends_at: datetime | None
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One subject's say on one use and medium: None when it is a yes, with the day until which it holds."""

    person: int
    reason: Reason | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one use is allowed for one medium, until which day, and if not why not."""

    use: int
    medium: str
    allowed: bool
    until: date | None
    reasons: tuple[Reason, ...]
    verdicts: tuple[Verdict, ...]
    unrecognisable: bool
    preview: bool


def matrix(asked: AskedFor, *, now: datetime) -> tuple[Cell, ...]:
    """Return a cell for each use and medium, in the order of the request. ``now`` must carry a time zone."""
    today = now.astimezone(ZONE).date()
    return tuple(
        _cell(asked, _Place(use, channel, medium), today) for use, channel in asked.uses for medium in asked.media
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """One use and one medium: where a cell of the matrix is."""

    use: int
    channel: str
    medium: str


def _cell(asked: AskedFor, place: _Place, today: date) -> Cell:
    people = [person for person in asked.people if person.status != SubjectStatus.LEFT_OUT]
    verdicts = tuple(_verdict(asked, person, place, today) for person in people)
    reasons = {verdict.reason for verdict in verdicts if verdict.reason}
    if not people:
        reasons.add(Reason.NOBODY)
    if not asked.approved or asked.status != State.APPROVED:
        reasons.add(Reason.NOT_APPROVED)
    given = [given for person in people for given in person.given]
    ends = [verdict.until for verdict in verdicts if verdict.until]
    return Cell(
        use=place.use,
        medium=place.medium,
        allowed=not reasons,
        until=min(ends) if ends and not reasons else None,
        reasons=tuple(reason for reason in Reason if reason in reasons),
        verdicts=verdicts,
        unrecognisable=any(one.recognisable == "unrecognisable" for one in given),
        preview=any(one.preview for one in given),
    )


def _verdict(asked: AskedFor, person: Person, place: _Place, today: date) -> Verdict:
    reason = _missing(person) or _not_said(person, place) or _not_in_time(asked, person, place)
    if reason:
        return Verdict(person.id, reason, None)
    until = min(end_of(given) for given in person.given)
    return Verdict(person.id, Reason.ENDED if today > until else None, until)


def _missing(person: Person) -> Reason | None:
    if person.frozen:
        return Reason.FROZEN
    if person.status != SubjectStatus.GRANTED or not person.given:
        return _STATUS_REASONS.get(person.status, Reason.WAITING)
    return None


def _not_said(person: Person, place: _Place) -> Reason | None:
    if any(place.use in given.withdrawn_uses for given in person.given):
        return Reason.WITHDRAWN
    if not all(_says_yes(given, place) for given in person.given):
        return Reason.NO
    return None


def _not_in_time(asked: AskedFor, person: Person, place: _Place) -> Reason | None:
    if asked.starts_at and any(given.at > asked.starts_at for given in person.given):
        return Reason.TOO_LATE
    if place.channel in HIGH_VISIBILITY and not all(place.use in given.second_yes for given in person.given):
        return Reason.SECOND_YES
    return None


_STATUS_REASONS = {
    SubjectStatus.WAITING: Reason.WAITING,
    SubjectStatus.REFUSED: Reason.NO,
    SubjectStatus.WITHDRAWN: Reason.WITHDRAWN,
    SubjectStatus.EXPIRED: Reason.ENDED,
}


def _says_yes(given: Given, place: _Place) -> bool:
    voice_only = given.recognisable == "voice_only" and place.medium in VISUAL
    return place.use in given.uses and place.medium in given.media and not voice_only


def end_of(given: Given) -> date:
    """Return the last day on which a signature holds: its term counted from the day it was given."""
    start = given.at.astimezone(ZONE).date()
    if given.term == "once":
        return start + ONCE
    return _years_later(start, int(given.term))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True, slots=True)
class Recording:
    """Whether a recording may be made of everybody who is in it, and of which media."""

    allowed: bool
    media: tuple[str, ...]


def recording(asked: AskedFor) -> Recording:
    """Return which media may be recorded: those to which everybody said yes beforehand, once the desk approved (G5)."""
    people = [person for person in asked.people if person.status != SubjectStatus.LEFT_OUT]
    media = tuple(medium for medium in asked.media if people and all(_may_record(asked, one, medium) for one in people))
    allowed = asked.approved and asked.status == State.APPROVED and bool(media)
    return Recording(allowed, media if allowed else ())


def _may_record(asked: AskedFor, person: Person, medium: str) -> bool:
    if person.frozen or person.status != SubjectStatus.GRANTED or not person.given:
        return False
    voice_only = medium in VISUAL and any(given.recognisable == "voice_only" for given in person.given)
    late = asked.starts_at and any(given.at > asked.starts_at for given in person.given)
    return not voice_only and not late and all(medium in given.media for given in person.given)


class Stop(StrEnum):
    """Why nothing may be recorded at a moment. For the ward: it tells nothing of anybody in the recording."""

    NO_PERMISSION = "no_permission"
    EXISTING = "existing"
    EARLY = "early"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Moment:
    """Whether a recording may be made at one moment; ``stop`` is None when it may.

    ``media`` are those that may be recorded between ``starts_at`` and ``until``. At ``until`` itself it is over: the end of
    the recording, or of the shortest term when that comes first.
    """

    stop: Stop | None
    media: tuple[str, ...] = ()
    starts_at: datetime | None = None
    until: datetime | None = None


def at_moment(asked: AskedFor, *, now: datetime) -> Moment:
    """Return whether a recording may be made now, as the permission card says it. ``now`` must carry a time zone.

    Allowed only between start and end, and only for media to which everybody said yes and that some use is waiting for (its
    second yes comes after the recording). Material that exists already gives no leave to record.
    """
    if asked.starts_at is None or asked.ends_at is None:
        return Moment(Stop.EXISTING)
    media = _recordable(asked, now)
    if not media:
        return Moment(Stop.NO_PERMISSION)
    until = min(asked.ends_at, *_ends(asked))
    if now >= until:
        return Moment(Stop.OVER, media, asked.starts_at, until)
    if until <= asked.starts_at:
        return Moment(Stop.NO_PERMISSION)
    return Moment(Stop.EARLY if now < asked.starts_at else None, media, asked.starts_at, until)


def _recordable(asked: AskedFor, now: datetime) -> tuple[str, ...]:
    later = {Reason.SECOND_YES, Reason.ENDED}
    wanted = {cell.medium for cell in matrix(asked, now=now) if later.issuperset(cell.reasons)}
    return tuple(medium for medium in recording(asked).media if medium in wanted)


def _ends(asked: AskedFor) -> list[datetime]:
    """Return the midnights at which the terms of those in the recording end."""
    people = [person for person in asked.people if person.status != SubjectStatus.LEFT_OUT]
    days = [end_of(given) + timedelta(days=1) for person in people for given in person.given]
    return [datetime.combine(day, time.min, tzinfo=ZONE) for day in days]
