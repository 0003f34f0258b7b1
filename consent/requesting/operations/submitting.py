"""Handing a request in, and ending it: by hand, or because its dates have passed.

    lifecycle.NotPossible
    ├── NotEditable             see ``drafting``
    ├── Incomplete              something is missing or cannot stand; carries what
    ├── NotYours                cancelling or closing is not possible for this person at this moment
    └── NotPassed               the dates have not passed, or nothing waits

What is raised is raised before anything is written.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from consent import access, audit, facts, lifecycle, steps
from consent.models import Origin, Request, Signer, Voiding, Wording
from consent.requesting import queries, rules
from consent.requesting.completeness import Problem, problems
from consent.requesting.operations.drafting import lock_editable
from consent.states import OPEN, EventKind, SignerStatus, State, SubjectStatus


class Incomplete(lifecycle.NotPossible):
    """Something is missing. ``problems`` says what, by step and field."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(f"{len(found)} problems")
        self.problems = tuple(found)


class NotYours(lifecycle.NotPossible):
    """The request cannot be ended by this person at this moment."""


class NotPassed(lifecycle.NotPossible):
    """The dates of the request have not passed long enough, or it is not open."""


@transaction.atomic
def submit(*, request_id: int, by: User, now: datetime) -> Request:
    """Hand a draft in, or a request that was sent back; return it in its new state.

    It goes to the desk's first look or straight to collecting, by the table of intake rules. Handed in again, answers
    to something else than is asked now no longer count, and those people are waited for again.
    Raises NotEditable, Incomplete.
    """
    request = lock_editable(request_id, by)
    if found := problems(request, now=now):
        raise Incomplete(found)
    request.submitted_at = request.submitted_at or now
    request.wording = request.wording or _newest_wording()
    request.save(update_fields=["wording", "submitted_at", "updated_at"])
    actor = audit.actor(by)
    _ask_anew(request, by=actor, now=now)
    _keep_or_renew_wording(request)
    reasons = rules.intake_reasons(queries.intake_facts(request))
    target = State.INTAKE if reasons else State.COLLECTING
    lifecycle.advance(request, to=target, by=actor, at=now, facts={"intake": [reason.key for reason in reasons]})
    steps.open_needed(request, by=actor, at=now)
    lifecycle.settle_request(request, by=actor, at=now)
    return request


def _newest_wording() -> Wording:
    return Wording.objects.exclude(published_at=None).latest("version")


def _keep_or_renew_wording(request: Request) -> None:
    """Take the newest version of the form where no answer stands; otherwise everybody answers the version that was answered.

    Whoever has the older one open is told before signing: the text shown is no longer the text asked.
    """
    if not _people(request).exclude(status=SignerStatus.WAITING).exists():
        request.wording = _newest_wording()
        request.save(update_fields=["wording", "updated_at"])


def _people(request: Request) -> QuerySet[Signer]:
    asked = Signer.objects.filter(subject__request=request, stood_down_at=None)
    return asked.exclude(subject__status=SubjectStatus.LEFT_OUT)


def _ask_anew(request: Request, *, by: str, now: datetime) -> None:
    """Ask everybody again whose answer was to something else than is asked now: who said no or withdrew like who signed.

    Otherwise whoever is not asked again would be known to have said no.
    """
    asked = facts.asked(request).sha256()
    changed = [one for one in _people(request).exclude(status=SignerStatus.WAITING) if _answered_to(one) != asked]
    for signer in changed:
        _void(request, signer, by=by, now=now)
    for subject in request.subjects.filter(signers__in=changed).distinct():
        lifecycle.settle(request, subject, by=by, at=now)


def _answered_to(signer: Signer) -> str:
    """Return the digest of what a signer's last answer was to."""
    if signer.status == SignerStatus.REFUSED:
        return signer.refusals.latest("at", "pk").asked_sha256
    return signer.signatures.filter(voiding=None).latest("at", "pk").asked_sha256


def _void(request: Request, signer: Signer, *, by: str, now: datetime) -> None:
    for signature in signer.signatures.filter(voiding=None):
        Voiding.objects.create(signature=signature, at=now)
    lifecycle.move_signer(signer, to=SignerStatus.WAITING)
    lifecycle.record(request, kind=EventKind.ANSWER_VOIDED, by=by, at=now, facts={"signer": signer.pk})


@transaction.atomic
def cancel(*, request_id: int, by: User, now: datetime) -> None:
    """Stop a request that is still open. Raises NotYours."""
    request = lifecycle.lock(request_id)
    if not access.may_cancel(by, request):
        raise NotYours(request.number)
    lifecycle.advance(request, to=State.CANCELLED, by=audit.actor(by), at=now)


@transaction.atomic
def close(*, request_id: int, by: User, now: datetime) -> None:
    """Say that an approved request is done: nothing more will be published. Raises NotYours."""
    request = lifecycle.lock(request_id)
    if request.requester_id != by.pk or request.status != State.APPROVED:
        raise NotYours(request.number)
    lifecycle.advance(request, to=State.CLOSED, by=audit.actor(by), at=now)


def overdue(*, now: datetime) -> list[int]:
    """Return the keys of the requests that wait although their recording should have been over long ago."""
    latest = now - timedelta(days=settings.EXPIRE_DAYS)
    waiting = Request.objects.filter(status__in=OPEN - {State.DRAFT}, origin=Origin.NEW, ends_at__lt=latest)
    return list(waiting.values_list("pk", flat=True))


@transaction.atomic
def expire(*, request_id: int, now: datetime) -> None:
    """End an open request whose dates have passed (product.md, "The life of a request"). Raises NotPassed."""
    request = lifecycle.lock(request_id)
    if request.pk not in overdue(now=now):
        raise NotPassed(request.number)
    lifecycle.advance(request, to=State.EXPIRED, by=audit.SYSTEM, at=now)
