"""The store: by content, whole or not at all, never overwritten."""

import stat
from functools import partial
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import transaction

from consent import store
from tests.concurrency.races import at_once

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 not really"


@pytest.fixture
def folder(archive: Path) -> Path:
    return archive


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_put_can_be_got(folder: Path) -> None:
    assert store.get(store.put(PDF)) == PDF


def test_a_file_lies_where_its_content_says(folder: Path) -> None:
    digest = store.put(PDF)
    assert files(folder) == [folder / digest[:2] / digest[2:4] / f"{digest}.pdf"]


def test_nobody_may_write_a_stored_file(folder: Path) -> None:
    store.put(PDF)
    assert stat.S_IMODE(files(folder)[0].stat().st_mode) == 0o444


def test_the_same_content_again_changes_nothing(folder: Path) -> None:
    store.put(PDF)
    before = files(folder)[0].stat()
    store.put(PDF)
    assert files(folder)[0].stat() == before


def test_a_name_that_is_taken_is_never_written_again(folder: Path) -> None:
    digest = store.put(PDF)
    path = files(folder)[0]
    path.chmod(0o644)
    path.write_bytes(b"something else")
    with pytest.raises(store.Altered):
        store.put(PDF)
    assert path.read_bytes() == b"something else"
    with pytest.raises(store.Altered, match=digest):
        store.get(digest)


def test_what_was_never_put_is_missing() -> None:
    with pytest.raises(store.Missing):
        store.get("ab" * 32)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_one_file_and_no_scraps(folder: Path) -> None:
    digests = set(at_once([transaction.atomic(partial(store.put, PDF))] * 9))
    assert len(digests) == 1
    assert len(files(folder)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_is_stored_only_in_the_transaction_of_its_row(folder: Path) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        store.put(PDF)
    assert files(folder) == []


def test_a_disk_that_fails_leaves_no_scraps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("consent.store.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(PDF)
    assert files(folder) == []


def test_the_storage_keeps_the_name_that_the_content_gives() -> None:
    assert storages["archive"].get_available_name("ab/cd/x.pdf") == "ab/cd/x.pdf"
