"""The archive checks itself: every document is there, is what was sealed, and nothing else lies there.

Pure of how the result is shown (``manage.py check_archive``, later the health page). Constant memory; reads every file once.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from itertools import batched

from django.conf import settings

from consent import kept, store
from consent.archive import queries, seal_check
from consent.kept import BATCH, Kept

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
    """Yield what is wrong in one storage. What came after ``since`` may not have got there yet.

    Rows and files are both read in the order of their names, side by side, so that neither has to be kept in memory.
    """
    archive = store.at(place)
    strange = _Strange(name for name in archive.names() if not name.startswith(f"{SET_ASIDE}/"))
    with ThreadPoolExecutor(archive.readers) as readers:
        read = readers.map if archive.readers > 1 else map
        for some in batched(kept.files(), BATCH):
            for file, problem in zip(some, read(partial(_differs, archive), some), strict=True):
                wrong = problem or (Problem.BROKEN_SEAL if seals and _broken(file) else None)
                if wrong and not (wrong == Problem.MISSING and since and file.at > since):
                    yield Finding(wrong, file.name, file.document, place)
            yield from _unknown(strange.before(some), place)
    for names in batched(strange.rest(), BATCH):
        yield from _unknown(names, place)


class _Strange:
    """The names of files, without those that were recorded; both come in order."""

    def __init__(self, names: Iterator[str]) -> None:
        self._names = names
        self._ahead = next(names, None)

    def before(self, some: Sequence[Kept]) -> list[str]:
        """Return the names up to the last of ``some`` that are not among them."""
        recorded, last = {file.name for file in some}, some[-1].name
        found = []
        while self._ahead is not None and self._ahead <= last:
            if self._ahead not in recorded:
                found.append(self._ahead)
            self._ahead = next(self._names, None)
        return found

    def rest(self) -> Iterator[str]:
        """Yield the names that were not looked at yet."""
        while self._ahead is not None:
            yield self._ahead
            self._ahead = next(self._names, None)


def _waiting(since: datetime) -> Iterator[Finding]:
    """Yield what should have its PDF by now (signatures, decisions, withdrawals): a job is stuck, or there is no worker."""
    yield from (Finding(Problem.WAITING, str(signature)) for signature in queries.unsealed(before=since))
    yield from (Finding(Problem.WAITING, str(review)) for review in queries.undocumented_reviews(before=since))
    yield from (
        Finding(Problem.WAITING, f"withdrawal, {event}") for event in queries.undocumented_withdrawals(before=since)
    )


def _broken(file: Kept) -> bool:
    is_sealed = file.document is not None and file.name.endswith(".pdf")
    return is_sealed and not seal_check.is_valid(store.get(file.sha256))


def _differs(archive: store.Place, file: Kept) -> Problem | None:
    """Return in what a file differs from what was recorded of it."""
    try:
        digest, size = archive.measure(file.name)
    except FileNotFoundError:
        return Problem.MISSING
    except OSError:
        return Problem.UNREADABLE
    if digest != file.sha256:
        return Problem.ALTERED
    return Problem.SIZE if file.size not in (None, size) else None


def _unknown(names: Sequence[str], place: str) -> Iterator[Finding]:
    """Yield files that no row knows of; asked once more, since one may have been sealed while the others were read.

    A job that is sealing right now may show up; it is gone at the next check.
    """
    if names:
        known = kept.known(names)
        yield from (Finding(Problem.ORPHAN, name, place=place) for name in names if name not in known)
