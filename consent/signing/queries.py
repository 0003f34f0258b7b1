"""Reads of the signing stage."""

from datetime import datetime
from enum import Enum

from django.db.models import Q, QuerySet

from accounts import statements, tokens
from consent import facts, wordings
from consent.models import (
    Capacity,
    Invitation,
    PaperForm,
    Request,
    Signature,
    Signer,
    Subject,
    Way,
    WordingLanguage,
)
from consent.plain import Joined
from consent.states import SignerStatus, State, SubjectStatus

NEEDED = frozenset({SubjectStatus.WAITING, SubjectStatus.REFUSED, SubjectStatus.WITHDRAWN})
"""Where a subject's consent can be while another of their signers is still asked.

One no decides for the subject; to stop asking the others at once would tell the requester who said it.
"""

AFTERWARDS = frozenset({State.REVIEW, State.APPROVED})
"""States in which only who came of age is asked."""


PATHS = (
    "signer",
    "signer__subject",
    "signer__subject__request",
    "signer__subject__request__requester",
    "signer__subject__request__wording",
    "signer__subject__request__programme",
)
FILLED_IN = facts.FILLED_IN.format(request="t3.id")
INVITATION = Joined(Invitation, *PATHS, "signer__representative_route", "made_by", also=FILLED_IN)
"""What each page of a signer begins with, in one statement."""
SIGNATURE = Joined(Signature)
COUNTS = """(
SELECT signature.id FROM consent_signature AS signature
LEFT JOIN consent_voiding AS voiding ON voiding.signature_id = signature.id
WHERE signature.signer_id = %(signer)s AND voiding.id IS NULL ORDER BY signature.id DESC LIMIT 1)"""


class Closed(Enum):
    """Why a link does not open a form."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SIGNED = "signed"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"


def signer(signer_id: int) -> Signer:
    """Return a signer with all that a mail or a page names. Raises Signer.DoesNotExist."""
    return Signer.objects.select_related("subject__request__requester").get(pk=signer_id)


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation of a token, whether it still works or not."""
    return (
        Invitation.objects.filter(token_hash=tokens.hash_of(token))
        .select_related("made_by", "signer__subject__request__requester")
        .first()
    )


def invitation(invitation_id: int) -> tuple[Invitation, facts.FilledIn] | None:
    """Return an invitation by its key, for a signer's session, and what its form is filled in with."""
    found = INVITATION.get(invitation_id)
    return (found[0], facts.read(*found[1])) if found else None


def why_closed(found: Invitation | None, *, now: datetime) -> Closed | None:
    """Return why an invitation does not open a form, or None when it does."""
    if found is None:
        return Closed.UNKNOWN
    if found.signer.status in {SignerStatus.SIGNED, SignerStatus.WITHDRAWN}:
        return Closed.SIGNED
    if found.signer.status == SignerStatus.REFUSED:
        return Closed.REFUSED
    if found.revoked_at is not None:
        return Closed.REVOKED
    if found.expires_at <= now:
        return Closed.EXPIRED
    return None if still_asked(found.signer) else Closed.NOT_NEEDED


def still_asked(signer: Signer) -> bool:
    """Whether this signer's answer is wanted now: while signatures are collected, or since the subject came of age (L2).

    After the collecting nobody is waited for but who came of age.
    """
    if signer.status != SignerStatus.WAITING or signer.stood_down_at is not None:
        return False
    status = signer.subject.request.status
    if status == State.COLLECTING:
        return signer.subject.status in NEEDED
    waiting = status in AFTERWARDS and signer.subject.status == SubjectStatus.WAITING
    return waiting and signer.subject.comings_of_age.exists()


def turned(signer: Signer) -> int | None:
    """Return the age in years at which a signer is asked themself (L2); None for who is asked as everybody."""
    came = signer.comings_of_age.order_by("-at", "-pk").first()
    return came.years if came else None


def voided_and_waiting(request: Request) -> list[int]:
    """Return the signers who answered before what was asked changed, who are asked again, and who can be mailed."""
    answered = Q(signatures__isnull=False) | Q(refusals__isnull=False)
    return list(
        Signer.objects.filter(answered, subject__request=request, status=SignerStatus.WAITING, stood_down_at=None)
        .exclude(mail="")
        .distinct()
        .values_list("pk", flat=True)
    )


def who_signed_for(subject: Subject) -> list[Signer]:
    """Return those who signed for a child and can be mailed."""
    signed = subject.signers.filter(capacity=Capacity.GUARDIAN, status=SignerStatus.SIGNED).exclude(mail="")
    return list(signed.select_related("subject__request__requester"))


def own_signer(requests: QuerySet[Request], signer_id: int) -> Signer | None:
    """Return a signer of one of these requests."""
    return (
        Signer.objects.filter(pk=signer_id, subject__request__in=requests)
        .select_related("subject__request__requester")
        .first()
    )


def languages(request: Request) -> tuple[WordingLanguage, ...]:
    """Return the languages that the request's version of the form is written in."""
    return wordings.languages(request.wording)


def signature_of(signer: Signer) -> Signature | None:
    """Return the signature of a signer that counts."""
    row = statements.row(SIGNATURE.finding(COUNTS), {"signer": signer.pk})
    if row is None:
        return None
    signature = SIGNATURE.read(row)[0]
    signature.signer = signer
    return signature


def paper_of(signer: Signer) -> PaperForm | None:
    """Return the paper form behind a signer's newest signature, where it was signed on paper."""
    return PaperForm.objects.filter(signature__signer=signer).order_by("-pk").first()


def by_code(invitation: Invitation) -> bool:
    """Whether who comes by this invitation gets a code by mail: a mailed link, or a paper of who has an address."""
    return invitation.way == Way.MAIL or (invitation.way == Way.PAPER and bool(invitation.signer.mail))


def waited_for(request: Request) -> int:
    """Return how many signers a request that collects signatures waits for."""
    if request.status != State.COLLECTING:
        return 0
    asked = Signer.objects.filter(subject__request=request, status=SignerStatus.WAITING, stood_down_at=None)
    return asked.exclude(subject__status=SubjectStatus.LEFT_OUT).count()
