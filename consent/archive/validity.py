"""Whether an archived document still stands. Pure: the document with its relations comes from ``queries``."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consent.models import Document, Signature


class Standing(StrEnum):
    """What became of a document since it was sealed."""

    STANDS = "stands"
    PARTLY_WITHDRAWN = "partly_withdrawn"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a document stands, and since when."""

    standing: Standing
    since: datetime


def of(document: Document) -> Verdict:
    """Return how a document stands. A dossier is a record of its moment: it always stands, and a newer one may exist."""
    signature = document.signature
    return of_signature(signature) if signature else Verdict(Standing.STANDS, document.sealed_at)


def of_signature(signature: Signature) -> Verdict:
    """Return how a signature stands: withdrawn for all or some uses, or voided: its signer was asked anew or stood down."""
    withdrawals = sorted(signature.withdrawals.all(), key=lambda one: one.at)
    whole = [one for one in withdrawals if one.use_id is None]
    if whole:
        return Verdict(Standing.WITHDRAWN, whole[0].at)
    if hasattr(signature, "voiding"):
        return Verdict(Standing.VOIDED, signature.voiding.at)
    if signature.signer.stood_down_at:
        return Verdict(Standing.VOIDED, signature.signer.stood_down_at)
    if withdrawals:
        return Verdict(Standing.PARTLY_WITHDRAWN, withdrawals[0].at)
    return Verdict(Standing.STANDS, signature.at)
