"""The store: sealed PDFs and scans of paper forms by the SHA-256 of their content, written once, never altered.

    StoreError          the archive does not hold what it should, or cannot be asked
    ├── Missing         no file for this digest
    ├── Altered         the file's content has another digest
    └── Unreachable     the disk or the object store does not answer: an OSError too

The default is a folder; a bucket of an object store (``consent.bucket``) takes its place by setting. The archive stage
writes; who may read a document (``consent.access``; the signer by their own link) reads here. Where a second copy is kept
(ARCHIVE_REPLICA), a job of the worker makes it: signing does not wait for another machine, and forgets none of its files.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol, cast, override

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, transaction
from procrastinate.contrib.django import app

from consent import numbers
from consent.models import Document

FILE_MODE, FOLDER_MODE = 0o444, 0o750
CHUNK = 1 << 20
ARCHIVE, REPLICA = "archive", "archive_replica"
"""Where files lie, by the names of Django's storages; the second only where ARCHIVE_REPLICA is set."""
COPY = "archive.copy"
"""The task that makes the second copy."""
REMOVING = "files are removed"
"""The lock that all share who remove files, and that a backup has alone."""


class StoreError(Exception):
    """The archive does not hold what it should, or cannot be asked; the message is a SHA-256."""


class Missing(StoreError):
    """No file for this digest."""


class Altered(StoreError):
    """The file's content has another digest than its name."""


class Unreachable(StoreError, OSError):
    """The disk or the object store does not answer."""


def name_of(digest: str, *, ending: str = "pdf") -> str:
    """Return a document's name in the store: two levels of folders, so that none gets too full."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}.{ending}"


def download_name(document: Document) -> str:
    """Return under which name a document is downloaded: with the request's number, without a person's name."""
    return f"AKK-{numbers.spoken(document.request.number)}-{document.kind}-{document.pk}.pdf"


def put(content: bytes, *, ending: str = "pdf") -> str:
    """Store a PDF, or a scan with another ending, durably and return its SHA-256 in hexadecimal.

    The same content again changes nothing. No sweep removes it until the transaction ends in which its row is written.

    Raises Altered when the store holds something else under that name, OSError when it cannot write,
    TransactionManagementError outside of a transaction.
    """
    digest = sha256(content).hexdigest()
    _hold(digest)
    name = name_of(digest, ending=ending)
    if storages[ARCHIVE].exists(name):
        get(digest, ending=ending)
    else:
        storages[ARCHIVE].save(name, ContentFile(content))
    if REPLICA in settings.STORAGES:
        app.configure_task(COPY, queue="archive").defer(digest=digest, ending=ending)
    return digest


def _hold(digest: str) -> None:
    """Keep everybody who would remove this file away until the transaction ends; who stores the same may go on."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a file belongs to the transaction of its row")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [f"file {digest}"])


def may_remove(digest: str) -> bool:
    """Whether no transaction is storing this file and no backup is being made; until the caller's ends, none can begin to.

    Waits for nobody. Ask afterwards, not before, whether a row knows the file.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock_shared(hashtextextended(%s, 0))"
            " AND pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [REMOVING, f"file {digest}"],
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def all_kept() -> Iterator[None]:
    """Have nobody remove a file meanwhile; whoever wants to tries again later. Waits for who is removing one now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [REMOVING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [REMOVING])


def get(digest: str, *, ending: str = "pdf", place: str = ARCHIVE) -> bytes:
    """Return a PDF, or a scan with another ending, by its SHA-256. Raises Missing, Altered, Unreachable."""
    try:
        with storages[place].open(name_of(digest, ending=ending)) as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise Missing(digest) from error
    except OSError as error:
        raise Unreachable(digest) from error
    if sha256(content).hexdigest() != digest:
        raise Altered(digest)
    return content


def copy(digest: str, *, ending: str = "pdf") -> None:
    """Make the second copy of a file, unless it is there. Raises Missing, Altered, OSError."""
    name = name_of(digest, ending=ending)
    if not storages[REPLICA].exists(name):
        storages[REPLICA].save(name, ContentFile(get(digest, ending=ending)))


class Place(Protocol):
    """What both kinds of archive, folder and bucket, can do."""

    readers: int
    """How many threads may best read at once: a disk answers one, an object store many."""

    def measure(self, name: str) -> tuple[str, int]:
        """Return SHA-256 and bytes of a file. Raises OSError, FileNotFoundError."""

    def names(self) -> Iterator[str]:
        """Yield the names of all files in their order. Raises OSError."""

    def get_modified_time(self, name: str) -> datetime:
        """Return when a file came there. Raises OSError, FileNotFoundError."""

    def erase(self, name: str) -> None:
        """Remove a file for good. Raises OSError."""


def at(place: str) -> Place:
    """Return a place by its name."""
    return cast(Place, storages[place])


def erase(digest: str, *, ending: str = "pdf") -> None:
    """Remove a file and its second copy for good, because its retention ended; what is gone already is no error.

    Only retention calls this, and writes down that it did. What no row knows: ``archive.sweeping``. Raises OSError when a
    lock or a disk forbids it.
    """
    for place in (ARCHIVE, REPLICA):
        if place in settings.STORAGES:
            at(place).erase(name_of(digest, ending=ending))


class ArchiveFolder(FileSystemStorage):
    """A folder in which a file appears whole or not at all, survives a power cut, and cannot be written again."""

    readers = 1

    @override
    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name itself: content decides it, so another name would be another document."""
        return name

    def measure(self, name: str) -> tuple[str, int]:
        """Return SHA-256 and bytes of a file, read once in constant memory. Raises OSError."""
        digest, size = sha256(), 0
        handle = os.open(f"{self.location}/{name}", os.O_RDONLY)
        try:
            while chunk := os.read(handle, CHUNK):
                digest.update(chunk)
                size += len(chunk)
        finally:
            os.close(handle)
        return digest.hexdigest(), size

    def names(self, folder: str = "") -> Iterator[str]:
        """Yield the names of all files in their order. Raises OSError."""
        try:
            with os.scandir(f"{self.location}/{folder}") as entries:
                found = sorted((entry.name, entry.is_dir()) for entry in entries)
        except FileNotFoundError:
            return
        for name, is_folder in found:
            if is_folder:
                yield from self.names(f"{folder}{name}/")
            else:
                yield f"{folder}{name}"

    def erase(self, name: str) -> None:
        """Remove a file for good."""
        path = Path(self.path(name))
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync(path.parent)

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        self._make_folders(path.parent)
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part") as new:
            for chunk in content.chunks():
                new.write(chunk)
            new.flush()
            os.fchmod(new.fileno(), FILE_MODE)
            os.fsync(new.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(new.name)
        _sync(path.parent)
        return name

    def _make_folders(self, folder: Path) -> None:
        """Make the folders down to ``folder``, each of them durable in the one above."""
        if folder.is_dir():
            return
        self._make_folders(folder.parent)
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
