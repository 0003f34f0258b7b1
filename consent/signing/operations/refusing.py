"""Say no, or not now. As easy as yes: nothing is asked, nothing else is stored (L1, L3)."""

from datetime import datetime

from django.db import transaction

from consent import facts, lifecycle
from consent.models import Postponement, Refusal, Way
from consent.signing.operations.coming_of_age import heard
from consent.signing.operations.inviting import AlreadyAnswered
from consent.signing.operations.signing import NotOpen, open_for
from consent.signing.queries import still_asked
from consent.states import EventKind, SignerStatus, State, SubjectStatus


def refuse(*, signer_id: int, way: Way, now: datetime) -> Refusal:
    """Store a signer's no. Raises AlreadyAnswered, NotOpen, Signer.DoesNotExist."""
    with transaction.atomic():
        request, signer = lifecycle.lock_signer(signer_id)
        if signer.status != SignerStatus.WAITING:
            raise AlreadyAnswered
        collecting = request.status == State.COLLECTING and signer.subject.status != SubjectStatus.LEFT_OUT
        if signer.stood_down_at is not None or not (collecting or still_asked(signer)):
            raise NotOpen
        asked = facts.asked(request).sha256()
        refusal = Refusal.objects.create(signer=signer, at=now, way=way, asked_sha256=asked)
        by = f"signer:{signer.pk}"
        lifecycle.move_signer(signer, to=SignerStatus.REFUSED)
        lifecycle.record(request, kind=EventKind.REFUSED, by=by, at=now, facts={"signer": signer.pk})
        heard(request, signer, at=now)
        lifecycle.settle(request, signer.subject, by=by, at=now)
    return refusal


def postpone(*, signer_id: int, now: datetime) -> Postponement:
    """Write down that this person cannot decide at this moment: nobody signs for them (L3).

    Raises AlreadyAnswered, NotOpen, Signer.DoesNotExist.
    """
    with transaction.atomic():
        request, signer = open_for(signer_id)
        row = Postponement.objects.create(signer=signer, at=now)
        by = f"signer:{signer.pk}"
        lifecycle.record(request, kind=EventKind.POSTPONED, by=by, at=now, facts={"signer": signer.pk})
    return row


def open_sheet(*, signer_id: int, way: Way, now: datetime) -> None:
    """Write down that a signer confirmed who they are and opened the form. Raises AlreadyAnswered, NotOpen."""
    with transaction.atomic():
        request, signer = open_for(signer_id)
        by = f"signer:{signer.pk}"
        told = {"signer": signer.pk, "way": str(way)}
        lifecycle.record(request, kind=EventKind.SHEET_OPENED, by=by, at=now, facts=told)
