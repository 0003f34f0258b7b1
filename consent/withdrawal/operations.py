"""Writes of the withdrawal stage: taking consent back, and the second yes.

    NothingToWithdraw   this signer has no signature that counts, or has taken this back before
    NotAsked            no second yes is asked for this use
    AlreadySaid         the second yes was answered before; a yes is taken back by withdrawing

Neither asks for a reason.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from consent import audit, lifecycle
from consent.models import Request, SecondYes, Signature, Signer, Withdrawal
from consent.states import SUBJECT_TRANSITIONS, EventKind, SignerStatus, State, SubjectStatus
from consent.taken_back import Asked
from consent.withdrawal.queries import last_signature, open_uses, standing_uses


class NothingToWithdraw(Exception):
    """The signer has no signature that counts, or has taken this back before."""


class NotAsked(Exception):
    """No second yes is asked for this use."""


class AlreadySaid(Exception):
    """The second yes was answered before."""


def withdraw(*, signer_id: int, now: datetime, asked: Asked | None = None) -> Withdrawal:
    """Take a signer's consent back as a whole, whatever state the request is in. Twice is once.

    Who came of age and is asked anew may take back what they signed before instead (L2). ``asked``: the desk does it, for
    who asked so. Raises NothingToWithdraw, Signer.DoesNotExist.
    """
    with transaction.atomic():
        request, signer = lifecycle.lock_signer(signer_id)
        signature = _signature(signer)
        if signer.status == SignerStatus.WITHDRAWN:
            return Withdrawal.objects.get(signature=signature, use=None)
        withdrawal = Withdrawal.objects.create(signature=signature, use=None, at=now)
        by = _actor(signer, asked)
        lifecycle.move_signer(signer, to=SignerStatus.WITHDRAWN)
        told = {"signature": signature.pk, **_told(asked)}
        lifecycle.record(request, kind=EventKind.WITHDRAWN, by=by, at=now, facts=told)
        if _follows(signer):
            lifecycle.settle(request, signer.subject, by=by, at=now)
    return withdrawal


def withdraw_uses(
    *, signer_id: int, uses: Collection[int], now: datetime, asked: Asked | None = None
) -> list[Withdrawal]:
    """Take a signer's consent back for some uses; the rest stands. What was taken back before is left as it was.

    Raises NothingToWithdraw when none of these uses was said yes to and still stands; Signer.DoesNotExist.
    """
    with transaction.atomic():
        request, signer = lifecycle.lock_signer(signer_id)
        signature = _signature(signer)
        standing = [use for use in standing_uses(signature) if use.pk in uses]
        if signer.status == SignerStatus.WITHDRAWN or not standing:
            raise NothingToWithdraw
        made = [Withdrawal.objects.create(signature=signature, use=use, at=now) for use in standing]
        told = {"signature": signature.pk, "uses": [use.pk for use in standing], **_told(asked)}
        lifecycle.record(request, kind=EventKind.WITHDRAWN, by=_actor(signer, asked), at=now, facts=told)
    return made


def _signature(signer: Signer) -> Signature:
    signature = last_signature(signer)
    if signature is None or signer.status == SignerStatus.REFUSED or signer.stood_down_at:
        raise NothingToWithdraw
    return signature


def _actor(signer: Signer, asked: Asked | None) -> str:
    return audit.actor(asked.by) if asked else f"signer:{signer.pk}"


def _told(asked: Asked | None) -> dict[str, str]:
    return asked.facts() if asked else {}


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
