"""What may be recorded, and at which moment: the other half of the permission matrix. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from consent.conditions import end_of
from consent.permissions import AskedFor, Person, Reason, matrix, shows_no_more
from consent.sheet import ZONE
from consent.states import State, SubjectStatus

AFTERWARDS = frozenset({Reason.SECOND_YES, Reason.ENDED, Reason.PREVIEW})
"""Why a use is not open yet, or not any more, and yet one may record for it: people answer afterwards; terms are counted by
the moment."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Whether a recording may be made of everybody who is in it, and of which media."""

    allowed: bool
    media: tuple[str, ...]


def recording(asked: AskedFor) -> Recording:
    """Return which media may be recorded: those to which everybody said yes beforehand, once the desk approved (G5)."""
    people = asked.present()
    media = tuple(medium for medium in asked.media if people and all(_may_record(asked, one, medium) for one in people))
    allowed = asked.approved and asked.status == State.APPROVED and bool(media)
    return Recording(allowed, media if allowed else ())


def beforehand(asked: AskedFor) -> bool:
    """Whether nobody is still waited for and nobody signed after the recording's start."""
    return all(person.status != SubjectStatus.WAITING and not _signed_late(asked, person) for person in asked.present())


def _signed_late(asked: AskedFor, person: Person) -> bool:
    start = asked.starts_at
    return start is not None and any(given.since > start for given in person.given)


def _may_record(asked: AskedFor, person: Person, medium: str) -> bool:
    if person.frozen or person.came_of_age or person.status != SubjectStatus.GRANTED or not person.given:
        return False
    if _signed_late(asked, person):
        return False
    return all(medium in given.media and shows_no_more(given, medium) for given in person.given)


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
    second yes and its preview come after the recording). Material that exists already gives no leave to record.
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
    wanted = {cell.medium for cell in matrix(asked, now=now) if AFTERWARDS.issuperset(cell.reasons)}
    return tuple(medium for medium in recording(asked).media if medium in wanted)


def _ends(asked: AskedFor) -> list[datetime]:
    """Return the midnights at which the terms of those in the recording end."""
    days = [end_of(given) + timedelta(days=1) for person in asked.present() for given in person.given]
    return [datetime.combine(day, time.min, tzinfo=ZONE) for day in days]
