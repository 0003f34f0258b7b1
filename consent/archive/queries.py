"""What the archive reads: what is to be printed, what is still to be sealed, and documents by digest or printed code."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from consent import access, audit
from consent.models import Document, DocumentKind, Review, Signature, Withdrawal

CODE_LENGTH = 20
"""How much of the chain head is printed in a document's code: 80 bits, only in the document itself."""
LETTERS = {"f": DocumentKind.SHEET, "d": DocumentKind.DOSSIER}


@dataclass(frozen=True, slots=True)
class Found:
    """A request that was looked up by number: only what the way to its page needs."""

    id: int
    number: str
    own: bool


def look_up(*, number: str, user: User, now: datetime, address: str | None) -> Found | None:
    """Return the request with this number if the account may know of it, and log that it was looked up: one statement."""
    found = access.requests_visible_to(user).filter(number=number).values_list("id", "requester_id")
    row = audit.log_looked_up(found, user=user, at=now, address=address)
    return Found(row[0], number, own=row[1] == user.pk) if row else None


def printable() -> QuerySet[Signature]:
    """Return signatures with all that their page shows."""
    return Signature.objects.select_related(
        "signer__subject__request__requester", "identity_proof", "paper__registered_by"
    ).prefetch_related("answers")


def unsealed(*, before: datetime | None = None) -> QuerySet[Signature]:
    """Return the signatures that have no document yet; with ``before``, those that have waited since then."""
    waiting = Signature.objects.filter(document=None).select_related("signer__subject__request").order_by("at")
    return waiting.filter(at__lt=before) if before else waiting


def undocumented_reviews(*, before: datetime) -> QuerySet[Review]:
    """Return the decisions whose dossier is not sealed though they were made before a moment."""
    decided = Review.objects.exclude(outcome="cleared").filter(document=None, at__lt=before)
    return decided.select_related("request").order_by("at")


def code_of(*, kind: DocumentKind, key: int, chain_head: str) -> str:
    """Return the code that is printed in a document; ``key`` is its signature's or review's."""
    letter = next(letter for letter, known in LETTERS.items() if known == kind)
    return f"{letter}{key}-{chain_head[:CODE_LENGTH]}"


def by_code(code: str) -> Document | None:
    """Return the document in which a code is printed."""
    body, _, head = code.partition("-")
    kind, key = LETTERS.get(body[:1]), body[1:]
    if kind is None or not key.isdecimal() or not key.isascii() or len(key) > 18 or len(head) != CODE_LENGTH:
        return None
    source = {"signature_id": int(key)} if kind == DocumentKind.SHEET else {"review_id": int(key)}
    return _with_standing().filter(kind=kind, chain_head__startswith=head, **source).first()


def by_digest(digest: str) -> Document | None:
    """Return the document with this SHA-256."""
    return _with_standing().filter(sha256=digest).first()


def _with_standing() -> QuerySet[Document]:
    withdrawals = Prefetch("signature__withdrawals", Withdrawal.objects.order_by("at"))
    with_all = Document.objects.select_related("request", "signature__voiding", "signature__signer", "review")
    return with_all.prefetch_related(withdrawals)
