"""What the archive reads: what is to be printed, what is still to be sealed, and documents by digest or printed code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from accounts.roles import Capability, may
from consent import access, audit, finding, numbers
from consent.models import (
    Checkpoint,
    Destruction,
    Document,
    DocumentKind,
    Event,
    Request,
    Review,
    Rule,
    Signature,
    Timestamp,
    Withdrawal,
)
from consent.plain import Joined
from consent.states import EventKind

MOST_FOUND = 50
ADDRESS = re.compile(
    r"https?://[^/]+/(?:[a-z]+/)*(?:verify/(?P<code>[a-z0-9-]+)|requests/(?P<number>[A-Z0-9]+))(?:[/?#]|$)"
)
"""What a code that was scanned holds: the address to verify a document, or a request's page."""
CODE_LENGTH = 20
"""How much of the chain head is printed in a document's code: 80 bits, only in the document itself."""
LETTERS = {"f": DocumentKind.SHEET, "d": DocumentKind.DOSSIER}
PRINTABLE = Joined(
    Signature,
    "signer",
    "signer__subject",
    "signer__subject__request",
    "signer__subject__request__requester",
    "identity_proof",
    "paper",
    "paper__registered_by",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A request that was looked up by number: only what the way to its page needs."""

    id: int
    number: str
    own: bool


def look_up(*, number: str, user: User, now: datetime, address: str | None) -> Found | None:
    """Return the request with this number if the account may know of it, and log that it was looked up: one statement."""
    visible = access.visible_plainly(user)
    row = audit.log_looked_up(number, user=user, at=now, address=address, visible=visible)
    return Found(row[0], number, own=row[1] == user.pk) if row else None


def number_of(typed: str) -> str | None:
    """Return the request's number that was typed, or that a scanned code leads to; None when that can be no number."""
    address = ADDRESS.match(typed.strip())
    if address and address["code"]:
        document = by_code(address["code"])
        return document.request.number if document else None
    try:
        return numbers.parse(address["number"] if address else typed)
    except numbers.TypingError:
        return None


def by_words(words: str, *, user: User) -> finding.Found:
    """Return which requests have these words: all that the desk sees, also by people's names; else one's own, by title."""
    people = may(user, Capability.READ_ALL)
    return finding.by_words(access.requests_visible_to(user), words, most=MOST_FOUND, people=people)


def listed(found: finding.Found) -> list[Request]:
    """Return the requests that were found, the newest first."""
    return list(Request.objects.filter(pk__in=found.keys).order_by("-pk"))


def printable(signature_id: int) -> Signature:
    """Return a signature with all that its page shows, but its answers. Raises Signature.DoesNotExist."""
    found = PRINTABLE.get(signature_id)
    if found is None:
        raise Signature.DoesNotExist(signature_id)
    return found[0]


def unsealed(*, before: datetime | None = None) -> QuerySet[Signature]:
    """Return the signatures that have no document yet; with ``before``, those that have waited since then."""
    waiting = Signature.objects.filter(document=None).select_related("signer__subject__request").order_by("at")
    return waiting.filter(at__lt=before) if before else waiting


def undocumented_reviews(*, before: datetime) -> QuerySet[Review]:
    """Return the decisions whose dossier is not sealed though they were made before a moment, and there is what to seal."""
    sealed = Exists(Document.objects.filter(review=OuterRef("pk"), event=None))
    gone = Exists(_all_destroyed(OuterRef("request")))
    return _decisions().filter(~sealed, ~gone, at__lt=before).select_related("request").order_by("at")


def undocumented_withdrawals(*, before: datetime) -> QuerySet[Event]:
    """Return the withdrawals of decided requests that no dossier shows though they were made before a moment."""
    shown = Document.objects.filter(request=OuterRef("request"), event__position__gte=OuterRef("position"))
    decided = _decisions().filter(request=OuterRef("request"), at__lte=OuterRef("at"))
    later = _decisions().filter(request=OuterRef("request"), at__gt=OuterRef("at"))
    withdrawn = Event.objects.filter(Exists(decided), ~Exists(later), ~Exists(shown), kind=EventKind.WITHDRAWN)
    return withdrawn.filter(~Exists(_all_destroyed(OuterRef("request"))), at__lt=before).order_by("at", "pk")


def decided_before_withdrawal(request_id: int) -> Review | None:
    """Return the last decision on a request if the last withdrawal came after it; None once all data were destroyed."""
    last, decision = last_withdrawal(request_id), _decisions().filter(request=request_id).order_by("at", "pk").last()
    if last is None or decision is None or decision.at > last.at or _all_destroyed(request_id).exists():
        return None
    return decision


def last_withdrawal(request_id: int) -> Event | None:
    """Return the event of the last time that somebody took consent back."""
    return Event.objects.filter(request=request_id, kind=EventKind.WITHDRAWN).order_by("position").last()


def newer_dossier(document: Document) -> Document | None:
    """Return the newest dossier of the same request that was sealed after this dossier."""
    dossiers = Document.objects.filter(request=document.request_id, kind=DocumentKind.DOSSIER, pk__gt=document.pk)
    return dossiers.order_by("pk").last() if document.kind == DocumentKind.DOSSIER else None


def _decisions() -> QuerySet[Review]:
    return Review.objects.exclude(outcome__in=["cleared", "agreed"])


def _all_destroyed(request_id: int | OuterRef) -> QuerySet[Destruction]:
    return Destruction.objects.filter(request=request_id, rule__in=[Rule.CLAIMS, Rule.UNUSED])


def documents_of(request: Request) -> QuerySet[Document]:
    """Return what was sealed of a request, oldest first, with all timestamps."""
    return (
        Document.objects.filter(request=request).select_related("request").prefetch_related("timestamps").order_by("pk")
    )


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
    """Return the document with this SHA-256, or of which a later file, with a timestamp added, has it."""
    later = Timestamp.objects.filter(sha256=digest).values_list("document", flat=True)
    return _with_standing().filter(sha256=digest).first() or _with_standing().filter(pk__in=later).first()


def is_named(*, heads: Sequence[str], record: str | None) -> bool:
    """Whether a document of ours names one of these last lines or this record, or a checkpoint one of these lines."""
    documents = Document.objects.filter(Q(chain_head__in=heads) | Q(record_sha256__in=[record] if record else []))
    checkpoints = Checkpoint.objects.filter(Q(hash__in=heads) | Q(proof_hash__in=heads))
    return documents.exists() or checkpoints.exists()


def _with_standing() -> QuerySet[Document]:
    withdrawals = Prefetch("signature__withdrawals", Withdrawal.objects.order_by("at"))
    with_all = Document.objects.select_related("request", "signature__voiding", "signature__signer", "review")
    return with_all.prefetch_related(withdrawals, "timestamps")
