"""Every file of the archive that a row knows, from one list, so that self-check, backup and sweep forget no kind.

A model whose rows have a file in the store has a line in ``SOURCES``; ``tests/test_kept.py`` fails for one that has none.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import merge
from typing import Any, NamedTuple

from django.db.models import F, Model, Q, QuerySet

from consent import destroyed, store
from consent.models import Checkpoint, Document, PaperForm, Publication, Timestamp

BATCH = 2_000
RECORD = "jsonld"
"""The ending of a record for machines."""
SCREENSHOT = "jpg"
"""The ending of a screenshot of a publication."""


class Source(NamedTuple):
    """A column with SHA-256 (hexadecimal) of files, and which columns say since when, how many bytes, of which document.

    ``kind``: the column with the file's ending, where that differs by row. ``again``: the same content can come back after
    it was destroyed, so a row knows its file unless that was destroyed after ``at``. ``twice``: rows whose file another
    source has too.
    """

    model: type[Model]
    digest: str
    at: str
    ending: str = "pdf"
    kind: str = ""
    size: str = ""
    document: str = ""
    again: bool = False
    twice: Q | None = None

    def rows(self) -> QuerySet[Any]:
        """Return the rows whose file should be there."""
        gone = destroyed.file(self.digest, since=self.at if self.again else "")
        found: QuerySet[Any] = QuerySet(self.model).exclude(**{self.digest: None}).exclude(gone)
        return found if self.twice is None else found.exclude(self.twice)

    def columns(self) -> list[str]:
        """Return which columns tell what was recorded of a file."""
        return [name for name in (self.digest, self.at, self.kind, self.size, self.document) if name]

    def name(self, row: dict[str, Any]) -> str:
        """Return a file's name in the store."""
        return store.name_of(row[self.digest], ending=row[self.kind] if self.kind else self.ending)


SOURCES = (
    Source(Document, "sha256", "sealed_at", size="size", document="pk"),
    Source(Document, "record_sha256", "sealed_at", ending=RECORD, document="pk"),
    Source(Timestamp, "sha256", "added_at", size="size", document="document", twice=Q(sha256=F("document__sha256"))),
    Source(Checkpoint, "sha256", "at", size="size"),
    Source(Publication, "screenshot", "registered_at", ending=SCREENSHOT, again=True),
    Source(PaperForm, "scan_sha256", "registered_at", kind="scan_type", size="scan_size", again=True),
)
"""All that lies in the archive."""


class Kept(NamedTuple):
    """What was recorded of a file: SHA-256 (hexadecimal), bytes where known, since when, its document's key if any."""

    name: str
    sha256: str
    size: int | None
    at: datetime
    document: int | None = None


def files() -> Iterator[Kept]:
    """Yield every file that should be there, in the order of their names."""
    return merge(*(_files(source) for source in SOURCES), key=lambda file: file.name)


def _files(source: Source) -> Iterator[Kept]:
    order = [name for name in (source.digest, source.kind) if name]
    for row in source.rows().order_by(*order).values(*source.columns()).iterator(BATCH):
        yield Kept(source.name(row), row[source.digest], row.get(source.size), row[source.at], row.get(source.document))


def known(names: Sequence[str]) -> set[str]:
    """Return which of these files some row knows."""
    digests = [name.rpartition("/")[2].partition(".")[0] for name in names]
    found: set[str] = set()
    for source in SOURCES:
        rows = source.rows().filter(**{f"{source.digest}__in": digests})
        found |= {source.name(row) for row in rows.values(*source.columns())}
    return found
