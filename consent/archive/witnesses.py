"""Holds the history against what was sealed of it: checkpoints and PDFs, in the archive and in people's hands.

A chain that was written anew fits together: only copies elsewhere show it. Each of them says where the history stood, so
that the lines between the last true witness and the first that disagrees are those that lie.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, Subquery

from consent import destroyed, store
from consent.archive import marks, seal_check
from consent.audit import GENESIS, snapshot
from consent.models import Checkpoint, Document, Event, EventFacts, Proof
from consent.states import EventKind

BATCH = 2_000
UNSAID = """
SELECT document.id FROM consent_document AS document WHERE NOT EXISTS (
    SELECT 1 FROM consent_event AS event LEFT JOIN consent_eventfacts AS facts ON facts.event_id = event.id
    WHERE event.request_id = document.request_id AND event.kind = 'sealed'
    AND (facts.event_id IS NULL
        OR (facts.data->>'document')::bigint = document.id AND facts.data->>'sha256' = document.sha256)
) ORDER BY document.id LIMIT 1
"""
"""A document whose seal the history does not tell of. Facts that were erased tell nothing, and are no lie."""


@dataclass(frozen=True, slots=True)
class Lie:
    """What disagrees: ``witness`` says so; ``first`` and ``last`` are the lines of the history it speaks of, if known."""

    witness: str
    why: str
    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        if self.first is None:
            return f"{self.witness}: {self.why}."
        lines = (
            f"line {self.first}"
            if self.first == self.last
            else f"one of lines {self.first} to {self.last or 'the end'}"
        )
        return f"{self.witness}: {self.why}; the first lie is {lines} of the history."


def lies(*, files: bool = True) -> Iterator[Lie]:
    """Yield in what checkpoints and documents disagree with both chains, the first of each kind; ``files`` reads the PDFs.

    One snapshot, constant memory.
    """
    with snapshot():
        yield from _checkpoints()
        yield from _documents()
        if files:
            yield from _files()


def lies_of_copy(pdf: bytes, *, name: str) -> Iterator[Lie]:
    """Yield in what somebody's own copy of a checkpoint, form or dossier disagrees with the history."""
    said, intact = marks.read(pdf), _intact(pdf)
    if "chainhead" not in said or not intact:
        yield Lie(name, "this is no sealed PDF of ours, or it was changed")
        return
    head, line = said["chainhead"], int(said.get("line", 0))
    event = Event.objects.filter(position=line).first() if line else Event.objects.filter(hash=head).first()
    if head != GENESIS and (event is None or event.hash != head):
        yield Lie(name, "it carries another history", *_between(before_line=line or None))
    row = int(said.get("row", 0))
    if row and not Proof.objects.filter(position=row, hash=said.get("proofhead", "")).exists():
        yield Lie(name, f"it carries another chain of proof, up to row {row}")


def _intact(pdf: bytes) -> bool:
    try:
        return seal_check.is_valid(pdf)
    except Exception:  # noqa: BLE001 -- pyHanko raises anything for a broken file
        return False


def _checkpoints() -> Iterator[Lie]:
    hashes = Event.objects.filter(position=OuterRef("position")).values("hash")[:1]
    proofs = Proof.objects.filter(position=OuterRef("proof_position")).values("hash")[:1]
    true_until = 0
    for one in Checkpoint.objects.annotate(now=Subquery(hashes), proof_now=Subquery(proofs)).iterator(BATCH):
        name = f"Checkpoint {one.pk} of {one.at:%Y-%m-%d}"
        if one.now != one.hash:
            yield Lie(name, "the history is not as it was sealed", true_until + 1, one.position)
            return
        if one.proof_now != one.proof_hash:
            yield Lie(name, f"the chain of proof is not as it was sealed, up to row {one.proof_position}")
            return
        true_until = one.position


def _documents() -> Iterator[Lie]:
    known = Exists(Event.objects.filter(hash=OuterRef("chain_head")))
    lost = Document.objects.exclude(chain_head=GENESIS).filter(~known).order_by("pk").first()
    if lost:
        yield Lie(f"Document {lost.pk}", "its head is in no line", *_between(before=lost))
    with connection.cursor() as cursor:
        cursor.execute(UNSAID)
        for (key,) in cursor.fetchall():
            yield Lie(f"Document {key}", "the history does not tell that it was sealed, or tells of another file")


def _between(*, before: Document | None = None, before_line: int | None = None) -> tuple[int, int | None]:
    """Return the first and the last line that may lie, where a witness disagrees: after the last witness that is true."""
    documents = Document.objects.filter(pk__lt=before.pk) if before else Document.objects.all()
    heads = Event.objects.filter(hash__in=documents.values("chain_head"))
    sealed = Checkpoint.objects.filter(hash__in=Event.objects.filter(position=OuterRef("position")).values("hash"))
    if before:
        sealed = sealed.filter(at__lte=before.sealed_at)
        told = EventFacts.objects.filter(event__kind=EventKind.SEALED, data__document=before.pk)
        line = told.values_list("event__position", flat=True).first()
        before_line = line - 1 if line else None
    if before_line:
        heads, sealed = heads.filter(position__lte=before_line), sealed.filter(position__lte=before_line)
    until = [heads.aggregate(last=Max("position"))["last"], sealed.aggregate(last=Max(F("position")))["last"]]
    return max((one for one in until if one), default=0) + 1, before_line


def _files() -> Iterator[Lie]:
    """Yield the first checkpoint and the first document whose PDF says something else than its row."""
    for one in Checkpoint.objects.iterator(BATCH):
        expected = {"chainhead": one.hash, "line": str(one.position), "proofhead": one.proof_hash}
        if why := _says(one.sha256, expected, sealed=True):
            yield Lie(f"Checkpoint {one.pk} of {one.at:%Y-%m-%d}", why)
            break
    for document in Document.objects.exclude(destroyed.file("sha256")).order_by("pk").iterator(BATCH):
        expected = {"chainhead": document.chain_head}
        if document.record_sha256:
            expected["record"] = document.record_sha256
        if why := _says(document.sha256, expected, sealed=False):
            yield Lie(f"Document {document.pk}", why)
            break


def _says(sha256: str, expected: dict[str, str], *, sealed: bool) -> str:
    try:
        pdf = store.get(sha256)
    except store.StoreError as error:
        return f"its PDF is {type(error).__name__.lower()}"
    if sealed and not _intact(pdf):
        return "the seal of its PDF is broken"
    said = marks.read(pdf)
    return "" if expected.items() <= said.items() else "its PDF carries something else than its row"
