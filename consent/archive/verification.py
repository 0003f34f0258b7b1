"""What an offered PDF is: sealed by us and unchanged, sealed by us and changed since, or not ours.

Nothing in an offered file is parsed, so there is nothing to crash or to exhaust: a fuzzer found a raw ``zlib.error`` in
pyHanko's reader within 20 seconds. We know the SHA-256 of each document that we sealed; that decides. Pieces of our
certificate in a file that we do not know, or what its keywords say of our history (``marks``), mean that somebody changed
one of ours (or copied from it into something else).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext

from consent.archive import certificate, marks, queries, validity
from consent.models import Checkpoint, Document, DocumentKind

PIECE = 64
"""Characters of hexadecimal in a piece: one changed byte spoils one piece, not all."""


class Outcome(StrEnum):
    """What an offered PDF or a scanned code is."""

    GENUINE = "genuine"
    CHANGED = "changed"
    NOT_OURS = "not_ours"
    KNOWN_CODE = "known_code"
    UNKNOWN_CODE = "unknown_code"


@dataclass(frozen=True, slots=True)
class Answer:
    """What anybody may know of a document: its kind, its request's number, when it was sealed, how it stands.

    ``newer``: since when there is a newer dossier of the same request; never why, or by whom.
    """

    outcome: Outcome
    number: str = ""
    kind: str = ""
    sealed_at: datetime | None = None
    standing: validity.Standing | None = None
    since: datetime | None = None
    document: Document | None = None
    newer: datetime | None = None


def of_file(chunks: Iterable[bytes]) -> Answer:
    """Return what an offered file is. The caller limits its size."""
    content = b"".join(chunks)
    digest = sha256(content).hexdigest()
    document = queries.by_digest(digest)
    if document:
        return _answer(Outcome.GENUINE, document)
    if checkpoint := Checkpoint.objects.filter(sha256=digest).first():
        kind = gettext("checkpoint of the history")
        return Answer(Outcome.GENUINE, kind=kind, sealed_at=checkpoint.at, standing=validity.Standing.STANDS)
    ours = _bears_our_seal(content) or _bears_our_marks(content)
    return Answer(Outcome.CHANGED if ours else Outcome.NOT_OURS)


def of_code(code: str) -> Answer:
    """Return what the code that is printed in a document says."""
    document = queries.by_code(code)
    return _answer(Outcome.KNOWN_CODE, document) if document else Answer(Outcome.UNKNOWN_CODE)


def _answer(outcome: Outcome, document: Document) -> Answer:
    verdict, newer = validity.of(document), queries.newer_dossier(document)
    return Answer(
        outcome,
        number=document.request.spoken_number,
        kind=str(DocumentKind(document.kind).label),
        sealed_at=document.sealed_at,
        standing=verdict.standing,
        since=verdict.since,
        document=document,
        newer=newer.sealed_at if newer else None,
    )


def _bears_our_seal(content: bytes) -> bool:
    try:
        ours = certificate.current().der.hex().upper().encode()
    except certificate.NoSeal:
        return False
    pieces = (ours[start : start + PIECE] for start in range(0, len(ours) - PIECE, PIECE))
    return any(piece in content for piece in pieces)


def _bears_our_marks(content: bytes) -> bool:
    """Whether a file says of our history what only a document of ours does: so those of an earlier certificate are known.

    Each mark will do, since another may be what was changed.
    """
    told = marks.read(content)
    heads = [told[name] for name in ("chainhead", "proofhead") if name in told]
    return queries.is_named(heads=heads, record=told.get("record"))
