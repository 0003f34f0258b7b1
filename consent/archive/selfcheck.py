"""The archive checks itself: every document is there, is what was sealed, and nothing else lies there.

Pure of how the result is shown (``manage.py check_archive``, later the health page). Constant memory; reads every file once.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from itertools import batched, chain
from typing import NamedTuple

from django.conf import settings

from consent import store
from consent.archive import queries, seal_check
from consent.models import Document, PaperForm

BATCH = 2_000
READERS = 2
"""Threads that read: hashing and reading let go of Python's lock, and an object store answers several at once."""
LONGEST_SEALING = timedelta(hours=1)
"""How long the worker may take to seal, and to make the second copy."""
SET_ASIDE = "set-aside"
"""The folder of altered files that were replaced by the other copy."""


class Problem(StrEnum):
    """What can be wrong with a file of the archive."""

    MISSING = "missing"
    ALTERED = "altered"
    SIZE = "other size than recorded"
    UNREADABLE = "cannot be read"
    ORPHAN = "known to no document"
    BROKEN_SEAL = "seal not valid"
    WAITING = "not sealed for more than an hour"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``name`` is a file or what waits for its seal; ``document`` its key, if it has one.

    ``place`` is the storage in which a file is wrong.
    """

    problem: Problem
    name: str
    document: int | None = None
    place: str = store.ARCHIVE


class Kept(NamedTuple):
    """What was recorded of a file: its SHA-256 (hexadecimal), bytes, since when, and its document's key if it has one."""

    name: str
    sha256: str
    size: int
    at: datetime
    document: int | None = None


def run(*, now: datetime, seals: bool = False) -> Iterator[Finding]:
    """Yield what is wrong with the archive and its second copy, if there is one; nothing when all is well.

    ``seals`` validates each signature too (slow).
    """
    since = now - LONGEST_SEALING
    yield from _place(store.ARCHIVE, since=None, seals=seals)
    if store.REPLICA in settings.STORAGES:
        yield from _place(store.REPLICA, since=since, seals=False)
    yield from _waiting(since)


def _place(place: str, *, since: datetime | None, seals: bool) -> Iterator[Finding]:
    """Yield what is wrong in one storage. What came after ``since`` may not have got there yet."""
    documents = Document.objects.order_by("pk").values_list("sha256", "size", "sealed_at", "pk")
    papers = PaperForm.objects.order_by("pk").values_list("scan_sha256", "scan_size", "registered_at", "scan_type")
    kept = chain(
        (Kept(store.name_of(digest), digest, size, at, key) for digest, size, at, key in documents.iterator(BATCH)),
        (
            Kept(store.name_of(digest, ending=kind), digest, size, at)
            for digest, size, at, kind in papers.iterator(BATCH)
        ),
    )
    archive = store.at(place)
    with ThreadPoolExecutor(READERS) as readers:
        for some in batched(kept, BATCH, strict=False):
            for part in readers.map(partial(_read, archive), [some[start::READERS] for start in range(READERS)]):
                for one, problem in part:
                    wrong = problem or (Problem.BROKEN_SEAL if seals and _broken(one) else None)
                    if wrong and not (wrong == Problem.MISSING and since and one.at > since):
                        yield Finding(wrong, one.name, one.document, place)
    yield from _orphans(place)


def _read(archive: store.Place, some: Sequence[Kept]) -> list[tuple[Kept, Problem | None]]:
    """Read some files, in a thread of its own: while one is hashed, the next one is read."""
    return [(one, _differs(archive, one)) for one in some]


def _broken(one: Kept) -> bool:
    return one.document is not None and not seal_check.is_valid(store.get(one.sha256))


def _waiting(since: datetime) -> Iterator[Finding]:
    """Yield signatures and decisions whose PDF should be there by now: the job is stuck, or there is no worker."""
    yield from (Finding(Problem.WAITING, str(signature)) for signature in queries.unsealed(before=since))
    yield from (Finding(Problem.WAITING, str(review)) for review in queries.undocumented_reviews(before=since))


def _differs(archive: store.Place, kept: Kept) -> Problem | None:
    """Return in what a file differs from what was recorded of it."""
    try:
        digest, size = archive.measure(kept.name)
    except FileNotFoundError:
        return Problem.MISSING
    except OSError:
        return Problem.UNREADABLE
    if digest != kept.sha256:
        return Problem.ALTERED
    return Problem.SIZE if size != kept.size else None


def _orphans(place: str) -> Iterator[Finding]:
    """Yield files that no document knows of. A job that is sealing right now may show up; it is gone at the next check."""
    lying = (name for name in store.at(place).names() if not name.startswith(f"{SET_ASIDE}/"))
    for names in batched(lying, BATCH, strict=False):
        yield from _unknown(names, place)


def _unknown(names: Sequence[str], place: str) -> Iterator[Finding]:
    digests = [name.rpartition("/")[2].partition(".")[0] for name in names]
    known = Document.objects.filter(sha256__in=digests).values_list("sha256", flat=True)
    scans = PaperForm.objects.filter(scan_sha256__in=digests).values_list("scan_sha256", "scan_type")
    known_names = {store.name_of(digest) for digest in known} | {store.name_of(one, ending=kind) for one, kind in scans}
    yield from (Finding(Problem.ORPHAN, name, place=place) for name in names if name not in known_names)
