"""What no row knows is swept out of the archive after a day, with a record; what a row knows, or is about to, never."""

import os
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from consent import audit, kept, lifecycle, store
from consent.archive import checkpoints, marks, operations, selfcheck, sweeping, tasks
from consent.archive.selfcheck import Problem
from consent.models import Checkpoint, PaperForm, Publication, SweptFile
from tests.archive import making
from tests.archive.making import NOW
from tests.archive.test_bucket import bucket, places, s3  # noqa: F401 - fixtures
from tests.concurrency.conftest import starting_data  # noqa: F401 - a fixture
from tests.concurrency.races import at_once
from tests.rows import written

STRANGER = b"%PDF-1.7 of a worker that was killed"
OLD = timedelta(days=1, minutes=1)


@pytest.fixture
def replica(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "copy"
    options = {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, store.REPLICA: options}
    return folder


def aged(folder: Path, *, by: timedelta = OLD) -> None:
    """Let all files of a folder be so old."""
    then = (timezone.now() - by).timestamp()
    for path in files(folder):
        os.utime(path, (then, then))


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def names(strays: list[sweeping.Stray]) -> list[str]:
    return [stray.name for stray in strays]


def sweep() -> sweeping.Swept:
    return sweeping.sweep(now=timezone.now())


@pytest.mark.django_db
def test_a_file_that_no_row_knows_goes_after_a_day_and_leaves_a_record(archive: Path) -> None:
    name = store.name_of(store.put(STRANGER))
    aged(archive)
    assert names(sweep().removed) == [name]
    assert files(archive) == []
    assert SweptFile.objects.values_list("place", "name").get() == ("archive", name)


@pytest.mark.django_db
def test_a_young_file_stays(archive: Path) -> None:
    store.put(STRANGER)
    aged(archive, by=timedelta(hours=23))
    assert sweep() == sweeping.Swept()
    assert len(files(archive)) == 1
    assert not SweptFile.objects.exists()


@pytest.mark.django_db
def test_the_second_copy_is_swept_too(archive: Path, replica: Path) -> None:
    digest = store.put(STRANGER)
    store.copy(digest)
    aged(archive)
    aged(replica)
    assert len(sweep().removed) == 2
    assert files(archive) == files(replica) == []
    assert set(SweptFile.objects.values_list("place", flat=True)) == {"archive", "archive_replica"}


@pytest.mark.django_db
def test_a_sealing_that_was_cut_off_leaves_nothing(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is gone between file and row. The next sealing makes another PDF, and the very same record for machines."""
    signature = making.signature()

    def killed(*_: Any) -> None:
        raise SystemExit

    whole = lifecycle.lock
    monkeypatch.setattr("consent.archive.operations.lifecycle.lock", killed)
    with pytest.raises(SystemExit):
        operations.seal_signature(signature_id=signature.pk, now=NOW)
    monkeypatch.setattr("consent.archive.operations.lifecycle.lock", whole)
    left = files(archive)
    sealed = operations.seal_signature(signature_id=signature.pk, now=NOW)
    aged(archive)
    done = sweep()
    assert [path.suffix for path in left].count(".jsonld") == 1
    assert names(done.removed) == [str(path.relative_to(archive)) for path in left if path.suffix == ".pdf"]
    assert store.get(sealed.sha256)
    assert [found for found in selfcheck.run(now=NOW) if found.problem != Problem.WAITING] == []


@pytest.mark.django_db
def test_a_scrap_of_a_write_that_was_cut_short_goes(archive: Path) -> None:
    scrap = archive / "ab" / "cd" / ".tmpx1_yz.part"
    scrap.parent.mkdir(parents=True)
    scrap.write_bytes(b"half")
    aged(archive)
    assert names(sweep().removed) == ["ab/cd/.tmpx1_yz.part"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["README", "lost+found/x.pdf", "ab/cd/stranger.pdf", f"set-aside/{'ab' * 32}.pdf"])
def test_what_the_store_did_not_name_stays(archive: Path, name: str) -> None:
    (archive / name).parent.mkdir(parents=True, exist_ok=True)
    (archive / name).write_bytes(b"x")
    aged(archive)
    assert sweep() == sweeping.Swept()
    assert len(files(archive)) == 1


def a_form() -> None:
    making.sealed()


def a_dossier() -> None:
    operations.seal_dossier(review_id=making.review(making.request(requester=making.rosa())).pk, now=NOW)


def a_checkpoint() -> None:
    making.sealed()
    written()
    assert checkpoints.make(now=NOW)


def a_scan() -> None:
    digest = store.put(b"a scan", ending="png")
    scan = {"scan_sha256": digest, "scan_type": "png", "scan_size": 6, "seen_by": "Anna", "signed_on": NOW}
    PaperForm.objects.create(signature=making.signature(), registered_by=making.rosa(), registered_at=NOW, **scan)


def a_screenshot() -> None:
    row = making.request(requester=making.rosa())
    Publication.objects.create(
        use=row.uses.get(), medium="photo", form="online", place="x", url="https://x.example", published_on=NOW.date(),
        registered_by=making.rosa(), registered_at=NOW, screenshot=store.put(b"a picture", ending="jpg"),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("make", [a_form, a_dossier, a_checkpoint, a_scan, a_screenshot])
def test_what_a_row_knows_never_goes(make: Callable[[], None], archive: Path) -> None:
    make()
    before = files(archive)
    aged(archive, by=timedelta(days=4000))
    assert sweep() == sweeping.Swept()
    assert files(archive) == before != []


@pytest.mark.django_db
def test_where_the_history_lost_lines_nothing_goes(archive: Path) -> None:
    """An older database beside the archive: what looks unknown may be the only proof of a yes."""
    signature = making.signature()
    content = store.get(operations.seal_signature(signature_id=signature.pk, now=NOW).sha256)
    lost = content.replace(audit_head(content), b"ab" * 32)
    store.put(lost)
    store.put(STRANGER)
    aged(archive)
    with pytest.raises(sweeping.HistoryLost, match=r"\.pdf"):
        sweep()
    assert len(files(archive)) == 4
    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("sweep_archive", "--carry-out", stdout=StringIO())
    assert not SweptFile.objects.exists()


def audit_head(content: bytes) -> bytes:
    return marks.read(content)["chainhead"].encode()


@pytest.mark.django_db
def test_a_dry_run_names_and_removes_nothing(archive: Path) -> None:
    name = store.name_of(store.put(STRANGER))
    aged(archive)
    said = StringIO()
    call_command("sweep_archive", stdout=said)
    assert said.getvalue().startswith(f"{name}, of ")
    assert said.getvalue().endswith("1 known to no row; nothing was removed (--carry-out removes them).\n")
    assert (len(files(archive)), SweptFile.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_the_worker_sweeps_each_night(archive: Path) -> None:
    store.put(STRANGER)
    aged(archive)
    tasks.sweep(timestamp=int(timezone.now().timestamp()))
    assert files(archive) == []


@pytest.mark.django_db
def test_what_a_lock_forbids_is_named_and_tried_again(bucket: Any) -> None:  # noqa: F811 -- a fixture
    bucket.lock_mode = "COMPLIANCE"
    digest = store.put(STRANGER)
    later = timezone.now() + OLD
    for _night in range(2):
        done = sweeping.sweep(now=later)
        assert (done.removed, names(done.waiting)) == ([], [store.name_of(digest)])
    assert SweptFile.objects.count() == 1
    assert store.get(digest) == STRANGER


@pytest.mark.django_db
def test_a_governance_lock_lets_it_go_with_all_versions(bucket: Any) -> None:  # noqa: F811 -- a fixture
    store.put(STRANGER)
    assert len(sweeping.sweep(now=timezone.now() + OLD).removed) == 1
    assert list(bucket.bucket.object_versions.all()) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("starting_data")
@pytest.mark.parametrize("commits", [True, False])
def test_a_file_whose_row_is_about_to_be_written_stays(archive: Path, *, commits: bool) -> None:
    """The same content lies there for days, unknown; somebody stores it now, while the sweep runs."""
    with transaction.atomic():
        digest = store.put(STRANGER)
    aged(archive)
    stored, swept = Signal(), Signal()
    head = audit.head()

    def store_and_tell() -> None:
        with transaction.atomic():
            store.put(STRANGER)
            stored.set()
            swept.wait(30)
            Checkpoint.objects.create(
                at=NOW, position=1, hash=head, proof_position=1, proof_hash=head, sha256=digest, size=len(STRANGER)
            )
            transaction.set_rollback(not commits)

    def sweep_meanwhile() -> sweeping.Swept:
        stored.wait(30)
        try:
            return sweep()
        finally:
            swept.set()

    _, done = at_once([store_and_tell, sweep_meanwhile])
    assert (names(done.removed), names(done.waiting)) == ([], [store.name_of(digest)])
    assert store.get(digest) == STRANGER
    assert bool(kept.known([store.name_of(digest)])) == commits
    assert len(sweep().removed) == (not commits)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("starting_data")
def test_who_stores_while_it_is_removed_waits_and_stores_it_anew(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        digest = store.put(STRANGER)
    aged(archive)
    erasing, folder = Signal(), store.ArchiveFolder
    erase = folder.erase

    def slowly(self: Any, name: str) -> None:
        erasing.set()
        Signal().wait(0.5)
        erase(self, name)

    monkeypatch.setattr(folder, "erase", slowly)

    def put() -> str:
        erasing.wait(30)
        with transaction.atomic():
            return store.put(STRANGER)

    done, again = at_once([sweep, put])
    assert (names(done.removed), again) == ([store.name_of(digest)], digest)
    assert store.get(digest) == STRANGER
