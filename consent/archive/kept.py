"""Every file of the archive that a row knows, in one list, so that self-check and backup forget no kind."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import merge
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from consent import destroyed, store
from consent.models import Checkpoint, Document, PaperForm, Publication, Timestamp

BATCH = 2_000
RECORD = "jsonld"
"""The ending of a record for machines."""
SCREENSHOT = "jpg"
"""The ending of a screenshot of a publication."""


class Kept(NamedTuple):
    """What was recorded of a file: SHA-256 (hexadecimal), bytes where known, since when, its document's key if any."""

    name: str
    sha256: str
    size: int | None
    at: datetime
    document: int | None = None


def files() -> Iterator[Kept]:
    """Yield every file that should be there, in the order of their names."""
    documents = (
        Document.objects.exclude(destroyed.file("sha256"))
        .order_by("sha256")
        .values_list("sha256", "size", "sealed_at", "pk")
    )
    records = _records().order_by("record_sha256").values_list("record_sha256", "sealed_at", "pk")
    later = Timestamp.objects.exclude(sha256=F("document__sha256")).exclude(destroyed.file("sha256")).order_by("sha256")
    checkpoints = Checkpoint.objects.order_by("sha256").values_list("sha256", "size", "at")
    scans = PaperForm.objects.exclude(destroyed.file("scan_sha256")).order_by("scan_sha256", "scan_type")
    return merge(
        (Kept(store.name_of(digest), digest, size, at, key) for digest, size, at, key in documents.iterator(BATCH)),
        (
            Kept(store.name_of(str(digest), ending=RECORD), str(digest), None, at, document)
            for digest, at, document in records.iterator(BATCH)
        ),
        (
            Kept(store.name_of(digest), digest, size, at, key)
            for digest, size, at, key in later.values_list("sha256", "size", "added_at", "document").iterator(BATCH)
        ),
        (Kept(store.name_of(digest), digest, size, at) for digest, size, at in checkpoints.iterator(BATCH)),
        (
            Kept(store.name_of(str(digest), ending=SCREENSHOT), str(digest), None, at)
            for digest, at in _screenshots().values_list("screenshot", "registered_at").iterator(BATCH)
        ),
        (
            Kept(store.name_of(digest, ending=kind), digest, size, at)
            for digest, kind, size, at in scans.values_list(
                "scan_sha256", "scan_type", "scan_size", "registered_at"
            ).iterator(BATCH)
        ),
    )


def _records() -> QuerySet[Document]:
    return Document.objects.exclude(record_sha256=None).exclude(destroyed.file("record_sha256"))


def _screenshots() -> QuerySet[Publication]:
    return Publication.objects.exclude(screenshot=None).exclude(destroyed.file("screenshot")).order_by("screenshot")


def known(names: Sequence[str]) -> set[str]:
    """Return which of these files some row knows."""
    digests = [name.rpartition("/")[2].partition(".")[0] for name in names]
    pdfs: set[str] = set()
    for model in (Document, Timestamp, Checkpoint):
        rows: QuerySet[Any] = model.objects.filter(sha256__in=digests).exclude(destroyed.file("sha256"))
        pdfs |= {store.name_of(digest) for digest in rows.values_list("sha256", flat=True)}
    records = _records().filter(record_sha256__in=digests).values_list("record_sha256", flat=True)
    scans = (
        PaperForm.objects.filter(scan_sha256__in=digests)
        .exclude(destroyed.file("scan_sha256"))
        .values_list("scan_sha256", "scan_type")
    )
    pictures = _screenshots().filter(screenshot__in=digests).values_list("screenshot", flat=True)
    return (
        pdfs
        | {store.name_of(str(digest), ending=SCREENSHOT) for digest in pictures}
        | {store.name_of(str(digest), ending=RECORD) for digest in records}
        | {store.name_of(digest, ending=kind) for digest, kind in scans}
    )
