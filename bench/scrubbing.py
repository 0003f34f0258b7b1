"""Run inside a database: makes an archive, checks it, and hashes its files. ``python -m bench.scrubbing DOCUMENTS``.

Prints pairs of seconds as JSON. The documents' rows are rolled back and the files removed.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from consent import store  # noqa: E402
from consent.archive import selfcheck  # noqa: E402
from consent.models import Document, DocumentKind, Request  # noqa: E402

ROUNDS = 5
SMALLEST, LARGEST = 42_000, 62_000
"""Bytes in a sealed form, as the demo's are."""


def files(folder: Path, count: int) -> Iterator[tuple[str, int]]:
    """Write ``count`` files as the store lays them out, and yield digest and size of each."""
    chance = Random(7)
    for _ in range(count):
        content = os.urandom(chance.randint(SMALLEST, LARGEST))
        digest = sha256(content).hexdigest()
        path = folder / store.name_of(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield digest, len(content)


def rows(known: list[tuple[str, int]]) -> None:
    """Write the documents' rows; what they point at does not exist, so constraints and triggers sleep until the rollback."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('session_replication_role', 'replica', true)")
    request = Request.objects.only("pk").order_by("pk")[0]
    Document.objects.bulk_create(
        [
            Document(
                request=request,
                kind=DocumentKind.SHEET,
                signature_id=2_000_000_000 + number,
                sha256=digest,
                size=size,
                sealed_at=timezone.now(),
                sealed_by="bench",
                chain_head="0" * 64,
            )
            for number, (digest, size) in enumerate(known)
        ],
        batch_size=2000,
    )


@contextmanager
def archive(count: int) -> Iterator[Path]:
    """An archive of ``count`` documents, gone afterwards."""
    above = Path(os.environ["VAR_DIR"])
    above.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=above))
    place = {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": folder}}
    try:
        with override_settings(STORAGES={store.ARCHIVE: place}), transaction.atomic():
            Document.objects.count()
            rows(list(files(folder, count)))
            yield folder
            transaction.set_rollback(True)
    finally:
        shutil.rmtree(folder)


def plain(paths: list[str]) -> None:
    """Hash each file, and nothing else."""
    for path in paths:
        with open(path, "rb") as file:  # noqa: PTH123 -- the barest way
            sha256(file.read()).hexdigest()


def check(names: set[str]) -> None:
    """Check the archive; documents of the bench's own database have no files here, these must be well."""
    wrong = [finding for finding in selfcheck.run(now=timezone.now()) if finding.name in names]
    if wrong:
        raise AssertionError(wrong[:3])


def timed(work: object) -> float:
    """Return the seconds that something takes."""
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started


def main() -> None:
    """Measure both, taking turns; the first turn warms up."""
    with archive(int(sys.argv[1])) as folder:
        paths = [str(path) for path in folder.glob("*/*/*")]
        names = {str(path.relative_to(folder)) for path in folder.glob("*/*/*")}
        pairs = [(timed(lambda: check(names)), timed(lambda: plain(paths))) for _ in range(ROUNDS + 1)]
    print(json.dumps(pairs[1:]))


if __name__ == "__main__":
    main()
