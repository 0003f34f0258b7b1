"""The commands that remove: they list first, remove what is due when told to, and name no person."""

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from consent import store
from consent.models import Request, SweptFile
from consent.retention import operations
from tests.retention import making

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    """Return what a command writes."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def row() -> Request:
    """A request of which the only consent, of two years, ended 35 days ago: its contact data is due."""
    made = making.approved(starts_at=timezone.now() - timedelta(days=800), ends_at=None)
    making.person(made, at=timezone.now() - timedelta(days=2 * 365 + 35))
    return made


@pytest.fixture
def stray(archive: Path) -> Path:
    """A file of the archive that no row knows, two days old."""
    store.put(b"%PDF-1.7 of a worker that was killed")
    (path,) = (path for path in archive.rglob("*") if path.is_file())
    then = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(path, (then, then))
    return path


def test_what_is_due_is_listed_by_number_and_rule_and_stays(row: Request) -> None:
    told = said("destroy_due", "--days", "7")
    assert row.spoken_number in told
    assert "the term ended: only the proof is kept" in told
    assert told.endswith("1 in the coming 7 days.\n")
    assert making.NAME not in told
    assert not row.destructions.exists()


def test_what_is_due_is_destroyed_when_told_to_and_once(row: Request) -> None:
    assert said("destroy_due", "--carry-out").startswith("1 destructions")
    assert [made.rule for made in row.destructions.all()] == ["term"]
    assert said("destroy_due", "--carry-out").startswith("0 destructions")
    assert "0 in the coming" in said("destroy_due", "--days", "7")


def test_what_is_held_is_listed_as_such_and_stays(row: Request) -> None:
    operations.hold(request_id=row.pk, by=making.rosa(), reason="A claim.", now=timezone.now())
    assert "(legal hold: not destroyed)" in said("destroy_due")
    assert said("destroy_due", "--carry-out").startswith("0 destructions")
    assert not row.destructions.exists()


def test_a_stray_file_is_removed_and_named_when_told_to(stray: Path) -> None:
    assert said("sweep_archive", "--carry-out").endswith(": removed\n1 removed, 0 cannot be removed yet.\n")
    assert not stray.exists()
    assert SweptFile.objects.count() == 1


def test_a_stray_file_that_cannot_go_yet_is_named_and_the_command_fails(
    stray: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "may_remove", lambda _: False)
    with pytest.raises(CommandError, match="0 removed, 1 cannot be removed yet"):
        said("sweep_archive", "--carry-out")
    assert stray.exists()
