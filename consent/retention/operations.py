"""What happens when terms end: the end itself, destruction, legal hold.

NotPossible                 (lifecycle) nothing was changed
├── NotDue                  nothing of this request has to be destroyed yet
├── NotEnded                somebody's consent still stands
├── HeldAlready             a legal hold stands on the request
└── NoHold                  this hold ended before
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from consent import audit, destroying, kept, lifecycle, store
from consent.lifecycle import NotPossible
from consent.models import (
    DestroyedFile,
    Destruction,
    LegalHold,
    LegalHoldEnd,
    Request,
    TermReminder,
)
from consent.retention import queries
from consent.sheet import ZONE
from consent.states import EventKind, State, SubjectStatus


class NotDue(NotPossible):
    """Nothing of this request has to be destroyed yet."""


class NotEnded(NotPossible):
    """Somebody's consent still stands."""


class BeingStored(Exception):
    """Somebody stores the same content at this moment, or a backup is being made. Try again."""


class HeldAlready(NotPossible):
    """A legal hold stands on the request."""


class NoHold(NotPossible):
    """It ended before."""


@transaction.atomic
def end(*, request_id: int, now: datetime) -> None:
    """End an approved request once the last consent to it has ended. Raises NotEnded."""
    request = lifecycle.lock(request_id)
    last = queries.consent_ended(request)
    if request.status != State.APPROVED or last is None or last >= now.astimezone(ZONE).date():
        raise NotEnded(request.number)
    for subject in request.subjects.filter(status=SubjectStatus.GRANTED):
        lifecycle.move_subject(subject, to=SubjectStatus.EXPIRED)
    lifecycle.advance(request, to=State.EXPIRED, by=audit.SYSTEM, at=now, facts={"ended_on": last.isoformat()})


@transaction.atomic
def destroy_due(*, request_id: int, by: str, now: datetime) -> Destruction:
    """Destroy what is due of a request. Raises NotDue, Held, NotSealedYet (consent.destroying)."""
    request = lifecycle.lock(request_id)
    due = queries.due(request)
    if due is None or due.on > now.astimezone(ZONE).date():
        raise NotDue(request.number)
    made = destroying.destroy(request, rule=due.rule, by=by, due_on=due.on, now=now)
    if request.status == State.DRAFT:
        lifecycle.advance(request, to=State.CANCELLED, by=by, at=now)
    return made


def erase_files(*, destruction_id: int) -> int:
    """Remove the files of a destruction from the archive and its second copy; return how many. Raises OSError.

    A scan or picture that was brought again since, and so belongs to another row, stays. Raises BeingStored.
    """
    files = DestroyedFile.objects.filter(destruction=destruction_id).order_by("pk")
    return sum(_erase_file(file) for file in files)


@transaction.atomic
def _erase_file(file: DestroyedFile) -> bool:
    if not store.may_remove(file.sha256):
        raise BeingStored(file.sha256)
    if kept.known([store.name_of(file.sha256, ending=file.ending)]):
        return False
    store.erase(file.sha256, ending=file.ending)
    return True


@transaction.atomic
def hold(*, request_id: int, by: User, reason: str, now: datetime) -> LegalHold:
    """Stop all destruction of a request, until somebody ends the hold. Raises HeldAlready, Request.DoesNotExist."""
    request = lifecycle.lock(request_id)
    if destroying.holds(request).exists():
        raise HeldAlready(request.number)
    made = LegalHold.objects.create(request=request, by=by, at=now, reason=reason)
    lifecycle.record(request, kind=EventKind.HELD, by=audit.actor(by), at=now, facts={"hold": made.pk})
    return made


@transaction.atomic
def release(*, hold_id: int, by: User, reason: str, now: datetime) -> LegalHoldEnd:
    """End a legal hold. Raises LegalHold.DoesNotExist, NoHold."""
    found = LegalHold.objects.get(pk=hold_id)
    request = lifecycle.lock(found.request_id)
    if not destroying.holds(request).filter(pk=hold_id).exists():
        raise NoHold(str(hold_id))
    made = LegalHoldEnd.objects.create(hold=found, by=by, at=now, reason=reason)
    lifecycle.record(request, kind=EventKind.RELEASED, by=audit.actor(by), at=now, facts={"hold": found.pk})
    return made


@transaction.atomic
def remind(*, request_id: int, days: tuple[int, ...], now: datetime) -> TermReminder | None:
    """Have the requester told that what a request allows ends in so many days; return None when that is not so.

    Of several reminders whose day has passed only the nearest is sent, and none twice.
    """
    request = lifecycle.lock(request_id)
    today = now.astimezone(ZONE).date()
    ends_on = _ends_on(request, today)
    near = [many for many in sorted(days) if ends_on and today >= ends_on - timedelta(days=many)]
    if request.status != State.APPROVED or ends_on is None or not near:
        return None
    if TermReminder.objects.filter(request=request, ends_on=ends_on, days__lte=near[0]).exists():
        return None
    made = TermReminder.objects.create(request=request, ends_on=ends_on, days=near[0], at=now)
    told = {"reminder": made.pk, "days": near[0], "ends_on": ends_on.isoformat()}
    lifecycle.record(request, kind=EventKind.TERM_ENDING, by=audit.SYSTEM, at=now, facts=told)
    return made


def _ends_on(request: Request, today: date) -> date | None:
    """Return the last day on which everybody's yes stands; None once that has passed."""
    ends = min(queries.standing_ends(request), default=None)
    return ends if ends and ends >= today else None
