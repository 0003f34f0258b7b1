"""Writes of the withdrawal stage: taking consent back, and the second yes.

    NothingToWithdraw   this signer has no signature that counts
    NotAsked            no second yes is asked for this use
    AlreadySaid         the second yes was answered before; a yes is taken back by withdrawing

Neither asks for a reason.
"""

from datetime import datetime

from django.db import transaction

from consent import lifecycle
from consent.models import Request, SecondYes, Signer, Withdrawal
from consent.states import SUBJECT_TRANSITIONS, EventKind, SignerStatus, State, SubjectStatus
from consent.withdrawal.queries import last_signature, open_uses


class NothingToWithdraw(Exception):
    """The signer has no signature that counts."""


class NotAsked(Exception):
    """No second yes is asked for this use."""


class AlreadySaid(Exception):
    """The second yes was answered before."""


def withdraw(*, signer_id: int, now: datetime) -> Withdrawal:
    """Take a signer's consent back as a whole, whatever state the request is in. Twice is once.

    Who came of age and is asked anew may take back what they signed before instead (L2).
    Raises NothingToWithdraw, Signer.DoesNotExist.
    """
    with transaction.atomic():
        request, signer = lifecycle.lock_signer(signer_id)
        signature = last_signature(signer)
        if signature is None or signer.status == SignerStatus.REFUSED or signer.stood_down_at:
            raise NothingToWithdraw
        if signer.status == SignerStatus.WITHDRAWN:
            return Withdrawal.objects.get(signature=signature, use=None)
        withdrawal = Withdrawal.objects.create(signature=signature, use=None, at=now)
        by = f"signer:{signer.pk}"
        lifecycle.move_signer(signer, to=SignerStatus.WITHDRAWN)
        lifecycle.record(request, kind=EventKind.WITHDRAWN, by=by, at=now, facts={"signature": signature.pk})
        if _follows(signer):
            lifecycle.settle(request, signer.subject, by=by, at=now)
    return withdrawal


def answer_second_yes(*, signer_id: int, use_id: int, value: str, now: datetime) -> SecondYes:
    """Store a signer's answer, after the recording, to a use with high visibility. ``value`` is "yes" or "no".

    Raises NotAsked, AlreadySaid, ValueError, Signer.DoesNotExist.
    """
    if value not in {"yes", "no"}:
        raise ValueError(value)
    with transaction.atomic():
        request, signer = lifecycle.lock_signer(signer_id)
        signature = last_signature(signer)
        if signature is None or signer.status != SignerStatus.SIGNED or not _second_yes_asked(request):
            raise NotAsked
        if use_id not in {use.pk for use in open_uses(signature)}:
            raise NotAsked
        if signature.second_yeses.filter(use=use_id).exists():
            raise AlreadySaid
        answer = SecondYes.objects.create(signature=signature, use_id=use_id, value=value, at=now)
        lifecycle.record(
            request,
            kind=EventKind.SECOND_YES_GIVEN,
            by=f"signer:{signer.pk}",
            at=now,
            facts={"signature": signature.pk, "use": use_id, "value": value},
        )
    return answer


def _follows(signer: Signer) -> bool:
    """Whether the subject's status can follow: not when the subject was left out or had said no anyway."""
    return SubjectStatus.WITHDRAWN in SUBJECT_TRANSITIONS[SubjectStatus(signer.subject.status)]


def _second_yes_asked(request: Request) -> bool:
    return request.status == State.APPROVED and request.events.filter(kind=EventKind.SECOND_YES_ASKED).exists()
