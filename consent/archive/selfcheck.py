"""The archive checks itself: every document is there, is what was sealed, and nothing else lies there.

Pure of how the result is shown (``manage.py check_archive``, later the health page). Constant memory; reads every file once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.core.files.storage import Storage, storages

from consent import store
from consent.archive import queries, seal_check
from consent.models import Document, PaperForm

BATCH = 2_000
CHUNK = 1 << 20
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
    storage = storages[place]
    for document in Document.objects.order_by("pk").only("sha256", "size", "sealed_at").iterator(BATCH):
        problem = _problem(storage, document, seals=seals)
        if problem and not (problem == Problem.MISSING and since and document.sealed_at > since):
            yield Finding(problem, store.name_of(document.sha256), document.pk, place)
    for paper in PaperForm.objects.order_by("pk").iterator(BATCH):
        name = store.name_of(paper.scan_sha256, ending=paper.scan_type)
        problem = _differs(storage, name, sha256=paper.scan_sha256, size=paper.scan_size)
        if problem and not (problem == Problem.MISSING and since and paper.registered_at > since):
            yield Finding(problem, name, place=place)
    yield from _orphans(place)


def _waiting(since: datetime) -> Iterator[Finding]:
    """Yield signatures and decisions whose PDF should be there by now: the job is stuck, or there is no worker."""
    yield from (Finding(Problem.WAITING, str(signature)) for signature in queries.unsealed(before=since))
    yield from (Finding(Problem.WAITING, str(review)) for review in queries.undocumented_reviews(before=since))


def _problem(storage: Storage, document: Document, *, seals: bool) -> Problem | None:
    problem = _differs(storage, store.name_of(document.sha256), sha256=document.sha256, size=document.size)
    if problem is None and seals and not seal_check.is_valid(store.get(document.sha256)):
        return Problem.BROKEN_SEAL
    return problem


def _differs(storage: Storage, name: str, *, sha256: str, size: int) -> Problem | None:
    """Return in what a file differs from what was recorded of it."""
    try:
        digest, found = _measure(storage, name)
    except FileNotFoundError:
        return Problem.MISSING
    except OSError:
        return Problem.UNREADABLE
    if digest != sha256:
        return Problem.ALTERED
    return Problem.SIZE if found != size else None


def _measure(storage: Storage, name: str) -> tuple[str, int]:
    digest, size = sha256(), 0
    with storage.open(name) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _orphans(place: str) -> Iterator[Finding]:
    """Yield files that no document knows of. A job that is sealing right now may show up; it is gone at the next check."""
    batch: list[str] = []
    for name in _names(storages[place], ""):
        batch.append(name)
        if len(batch) == BATCH:
            yield from _unknown(batch, place)
            batch = []
    yield from _unknown(batch, place)


def _unknown(names: list[str], place: str) -> Iterator[Finding]:
    digests = [name.rpartition("/")[2].partition(".")[0] for name in names]
    known = Document.objects.filter(sha256__in=digests).values_list("sha256", flat=True)
    scans = PaperForm.objects.filter(scan_sha256__in=digests).values_list("scan_sha256", "scan_type")
    known_names = {store.name_of(digest) for digest in known} | {store.name_of(one, ending=kind) for one, kind in scans}
    yield from (Finding(Problem.ORPHAN, name, place=place) for name in names if name not in known_names)


def _names(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for inner in sorted(set(folders) - ({SET_ASIDE} if not folder else set())):
        yield from _names(storage, f"{folder}{inner}/")
