"""A backup holds database and archive as they fit together, and comes back into an empty place, proven true."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from pytest_django.fixtures import Settings

from consent import destroying, lifecycle, store
from consent.management import backing_up
from consent.models import Document, Event, Request, Rule
from consent.retention import operations as retention
from tests import factories
from tests.archive import making
from tests.conftest import fresh_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_archive(settings: Settings, tmp_path: Path) -> None:
    use_archive(settings, tmp_path / "archive")


def use_archive(settings: Settings, folder: Path) -> None:
    options = {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, store.ARCHIVE: options}


def elsewhere(settings: Settings, tmp_path: Path) -> None:
    """Go to a machine with an empty database and an empty archive."""
    fresh_database()
    use_archive(settings, tmp_path / "elsewhere")
    assert not Document.objects.exists()


def restore(backup: Path) -> str:
    said = StringIO()
    call_command("restore", str(backup), stdout=said, no_color=True)
    return said.getvalue()


def test_what_was_backed_up_is_there_again_and_true(settings: Settings, tmp_path: Path) -> None:
    document = making.sealed()
    pdf, lines = store.get(document.sha256), Event.objects.count()
    backup = backing_up.make(tmp_path / "backups", now=factories.NOW)
    elsewhere(settings, tmp_path)
    said = restore(backup)
    assert "The history is true" in said
    assert "1 documents checked, all as they were sealed." in said
    assert store.get(Document.objects.get().sha256) == pdf
    assert Event.objects.count() == lines


def test_what_came_after_the_backup_is_not_in_it(settings: Settings, tmp_path: Path) -> None:
    making.sealed()
    backup = backing_up.make(tmp_path / "backups", now=factories.NOW)
    with transaction.atomic():
        later = store.put(b"%PDF-1.7 of a document that the backup does not know")
    elsewhere(settings, tmp_path)
    restore(backup)
    with pytest.raises(store.Missing):
        store.get(later)


def test_what_is_destroyed_while_a_backup_is_made_is_in_it_and_goes_afterwards(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = making.sealed()
    dump = backing_up._run

    def dump_and_destroy(*arguments: str) -> None:
        dump(*arguments)
        with ThreadPoolExecutor(1) as somebody:
            waits.append(somebody.submit(_destroy, document.request_id).result())

    waits: list[int] = []
    monkeypatch.setattr(backing_up, "_run", dump_and_destroy)
    backup = backing_up.make(tmp_path / "backups", now=factories.NOW)
    monkeypatch.undo()
    assert retention.erase_files(destruction_id=waits[0]) == 2
    with pytest.raises(store.Missing):
        store.get(document.sha256)
    elsewhere(settings, tmp_path)
    assert "1 documents checked, all as they were sealed." in restore(backup)


def _destroy(request_id: int) -> int:
    """Destroy a request's data, and try to remove its files at once, as the worker does; return the record's key."""
    with closing(connection):
        with transaction.atomic():
            row = lifecycle.lock(request_id)
            made = destroying.destroy(
                row, rule=Rule.CLAIMS, by="system", due_on=factories.NOW.date(), now=factories.NOW
            )
        with pytest.raises(retention.BeingStored):
            retention.erase_files(destruction_id=made.pk)
        return made.pk


def test_a_second_backup_copies_no_file_again(tmp_path: Path) -> None:
    making.sealed()
    backing_up.make(tmp_path / "backups", now=factories.NOW)
    (kept,) = (tmp_path / "backups" / "files").rglob("*.pdf")
    before = kept.stat()
    backing_up.make(tmp_path / "backups", now=factories.NOW + timedelta(days=1))
    assert kept.stat() == before


def test_an_altered_file_of_the_archive_is_not_backed_up_in_silence(tmp_path: Path) -> None:
    document = making.sealed()
    path = Path(storages[store.ARCHIVE].path(store.name_of(document.sha256)))
    path.chmod(0o644)
    path.write_bytes(b"something else")
    with pytest.raises(CommandError, match="missing or altered"):
        call_command("backup", str(tmp_path / "backups"))
    assert [one.name for one in (tmp_path / "backups").iterdir() if not one.name.startswith(".")] == ["files"]


def test_nothing_is_restored_over_what_is_there(settings: Settings, tmp_path: Path) -> None:
    row = factories.request()
    backup = backing_up.make(tmp_path / "backups", now=factories.NOW)
    with pytest.raises(CommandError, match="there are requests"):
        restore(backup)
    assert Request.objects.get() == row
    fresh_database()
    with transaction.atomic():
        store.put(b"%PDF-1.7 of somebody else")
    with pytest.raises(CommandError, match="there are files"):
        restore(backup)


def test_a_changed_backup_is_refused(settings: Settings, tmp_path: Path) -> None:
    factories.request()
    backup = backing_up.make(tmp_path / "backups", now=factories.NOW)
    dump = backup / "database.dump"
    dump.chmod(0o600)
    dump.write_bytes(dump.read_bytes()[:-1] + b"?")
    elsewhere(settings, tmp_path)
    with pytest.raises(CommandError, match="is not the file that was written"):
        restore(backup)
    assert not Request.objects.exists()


def test_a_folder_without_a_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no finished backup"):
        restore(tmp_path)


def test_the_triggers_are_there_again(settings: Settings, tmp_path: Path) -> None:
    making.sealed()
    backup = backing_up.make(tmp_path / "backups", now=factories.NOW)
    elsewhere(settings, tmp_path)
    restore(backup)
    with pytest.raises(ProgrammingError, match="Cannot"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM consent_event")
