"""The only writer of a status: of a request, of a subject, of a signer.

    NotPossible                 nothing was changed
    ├── SomebodyWasFaster       the status is no longer what the caller saw
    └── MoveNotAllowed          this move does not stand in ``states``

Every function here runs inside the caller's transaction and wants the request locked (``lock``), so that two people
acting at once stand in line, and the order of locks is always the same: request, then what belongs to it, then the head
of the history.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app

from accounts import statements
from consent import audit, due
from consent.effects import EFFECTS
from consent.models import Event, Invitation, Request, Signer, Subject
from consent.plain import Joined
from consent.states import (
    AT_DESK,
    SIGNER_TRANSITIONS,
    SUBJECT_TRANSITIONS,
    TRANSITIONS,
    EventKind,
    SignerStatus,
    State,
    SubjectStatus,
    event_of,
)

REQUEST = Joined(Request, "requester", "wording", "programme")
SIGNER = Joined(Signer, "subject", "representative_route")
REQUEST_OF_SIGNER = (
    "(SELECT subject.request_id FROM consent_signer AS signer"
    " JOIN consent_subject AS subject ON subject.id = signer.subject_id WHERE signer.id = %(pk)s)"
)


class NotPossible(Exception):
    """The move was not made."""


class SomebodyWasFaster(NotPossible):
    """The status changed since the caller saw it."""


class MoveNotAllowed(NotPossible):
    """The table of moves does not have this one."""


def lock(request_id: int, *, seen: State | None = None) -> Request:
    """Return the request, locked until the transaction ends; its requester, wording and programme are read with it.

    ``seen`` is the status that the person saw when they decided: raises SomebodyWasFaster when it is another by now. Raises
    Request.DoesNotExist.
    """
    request = _locked("%(pk)s", request_id)
    if request is None:
        raise Request.DoesNotExist(request_id)
    if seen is not None and request.status != seen:
        raise SomebodyWasFaster(request.number)
    return request


def lock_signer(signer_id: int) -> tuple[Request, Signer]:
    """Return the request, locked, and then the signer as it is behind that lock. Raises Signer.DoesNotExist."""
    request, found = _locked(REQUEST_OF_SIGNER, signer_id), SIGNER.get(signer_id)
    if request is None or found is None:
        raise Signer.DoesNotExist(signer_id)
    signer = found[0]
    signer.subject.request = request
    return request, signer


def _locked(which: str, pk: int) -> Request | None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a lock ends with its transaction")
    row = statements.row(REQUEST.finding(which) + " FOR UPDATE OF t0", {"pk": pk})
    return REQUEST.read(row)[0] if row else None


def advance(request: Request, *, to: State, by: str, at: datetime, facts: Mapping[str, Any] | None = None) -> Event:
    """Move a request to another state and write the event.

    Raises MoveNotAllowed, and SomebodyWasFaster when the row is no longer in the state that ``request`` holds.
    """
    before = State(request.status)
    if to not in TRANSITIONS[before]:
        raise MoveNotAllowed(f"{before} -> {to}")
    due_on = due.on(request, at=at) if to in AT_DESK else None
    if not Request.objects.filter(pk=request.pk, status=before).update(status=to, due_on=due_on):
        raise SomebodyWasFaster(request.number)
    request.status, request.due_on = to, due_on
    return record(request, kind=event_of(before, to), by=by, at=at, facts={"from": before, "to": to, **(facts or {})})


def record(
    request: Request, *, kind: EventKind, by: str, at: datetime, facts: Mapping[str, Any] | None = None
) -> Event:
    """Write an event, and in the same transaction the jobs of all that follows it."""
    event = audit.append(request=request, kind=kind, by=by, at=at, facts=facts or {})
    enqueue_effects(event_id=event.pk, kind=kind)
    return event


def enqueue_effects(*, event_id: int, kind: EventKind) -> None:
    """Enqueue what follows an event, by one statement. Raises TaskNotFound when ``effects`` names what is no task."""
    tasks = [app.configure_task(name, allow_unknown=False) for name in EFFECTS.get(kind, ())]
    if tasks:
        app.job_manager.batch_defer_jobs([task.make_new_job(event_id=event_id) for task in tasks])


def move_signer(signer: Signer, *, to: SignerStatus) -> None:
    """Write what a signer did. Raises MoveNotAllowed, SomebodyWasFaster."""
    before = SignerStatus(signer.status)
    if to not in SIGNER_TRANSITIONS[before]:
        raise MoveNotAllowed(f"signer {before} -> {to}")
    if not Signer.objects.filter(pk=signer.pk, status=before).update(status=to):
        raise SomebodyWasFaster(str(signer.pk))
    signer.status = to


def move_subject(subject: Subject, *, to: SubjectStatus) -> None:
    """Write where a subject's consent is. Raises MoveNotAllowed, SomebodyWasFaster."""
    before = SubjectStatus(subject.status)
    if to not in SUBJECT_TRANSITIONS[before]:
        raise MoveNotAllowed(f"subject {before} -> {to}")
    if not Subject.objects.filter(pk=subject.pk, status=before).update(status=to):
        raise SomebodyWasFaster(str(subject.pk))
    subject.status = to


def stand_down(signers: QuerySet[Signer], *, at: datetime) -> None:
    """Ask these signers no more, and let their answers count no more; what they signed stays archived (L2, L3)."""
    keys = list(signers.filter(stood_down_at=None).values_list("pk", flat=True))
    Invitation.objects.filter(signer__in=keys, revoked_at=None).update(revoked_at=at)
    Signer.objects.filter(pk__in=keys).update(stood_down_at=at)


def settle(request: Request, subject: Subject, *, by: str, at: datetime) -> None:
    """Bring a subject's status in line with what the signers did, and the request to review once everybody answered.

    Who is left out of the recording stays so, whatever a signer does afterwards.
    """
    counting = subject.signers.filter(stood_down_at=None)
    outcome = outcome_of(list(counting.values_list("status", flat=True)))
    if subject.status not in {outcome, SubjectStatus.LEFT_OUT}:
        move_subject(subject, to=outcome)
    settle_request(request, by=by, at=at)


def settle_request(request: Request, *, by: str, at: datetime) -> None:
    """Send a collecting request to review once nobody is waited for.

    Every signer is waited for, also where another signer's no decided for the subject already: a request that went on
    at once would tell the requester who said it. While a group can still enrol, nobody knows yet whom else to wait for;
    closing the enrolment asks again.
    """
    if request.status != State.COLLECTING:
        return
    present = request.subjects.exclude(status=SubjectStatus.LEFT_OUT)
    waiting = Q(signers__status=SignerStatus.WAITING, signers__stood_down_at=None)
    waited_for = present.filter(Q(status=SubjectStatus.WAITING) | waiting)
    if waited_for.exists() or request.enrolments.filter(closed_at=None).exists():  # mostly the first
        return
    if present.exists():
        advance(request, to=State.REVIEW, by=by, at=at)


def outcome_of(statuses: list[str]) -> SubjectStatus:
    """Return where a subject's consent is: one no blocks, one withdrawal ends, all must sign (L2)."""
    if SignerStatus.REFUSED in statuses:
        return SubjectStatus.REFUSED
    if SignerStatus.WITHDRAWN in statuses:
        return SubjectStatus.WITHDRAWN
    if statuses and set(statuses) == {SignerStatus.SIGNED}:
        return SubjectStatus.GRANTED
    return SubjectStatus.WAITING
