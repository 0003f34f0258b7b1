"""The second copy: the worker makes it, the self-check reads it, and each copy heals the other."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from consent import store
from consent.archive import selfcheck, tasks
from consent.archive.selfcheck import Finding, Problem
from consent.models import Document
from tests.archive import making
from tests.archive.making import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def replica(archive: Path, tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "copy"
    options = {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, store.REPLICA: options}
    return folder


@pytest.fixture
def document(replica: Path) -> Document:
    return making.sealed()


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs when there was time to copy."""
    monkeypatch.setattr("consent.management.commands.check_archive.timezone.now", lambda: LATER)


def run_jobs() -> None:
    for job in ProcrastinateJob.objects.filter(task_name=store.COPY):
        tasks.copy(**job.args)


def check(*arguments: str) -> str:
    said = StringIO()
    call_command("check_archive", *arguments, stdout=said, no_color=True)
    return said.getvalue()


def path_of(document: Document, folder: Path) -> Path:
    return folder / store.name_of(document.sha256)


def spoil(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def test_the_worker_makes_the_second_copy(document: Document, archive: Path, replica: Path) -> None:
    assert not path_of(document, replica).exists()
    run_jobs()
    run_jobs()  # twice is once
    assert path_of(document, replica).read_bytes() == path_of(document, archive).read_bytes()


def test_without_a_second_place_there_is_no_job(archive: Path) -> None:
    making.sealed()
    assert not ProcrastinateJob.objects.filter(task_name=store.COPY).exists()


def test_an_altered_file_is_never_copied(document: Document, archive: Path, replica: Path) -> None:
    spoil(path_of(document, archive))
    with pytest.raises(store.Altered):
        run_jobs()
    assert not path_of(document, replica).exists()


def test_a_copy_has_an_hour_to_be_made(document: Document) -> None:
    assert list(selfcheck.run(now=NOW + timedelta(minutes=59))) == []
    names = {store.name_of(document.sha256), store.name_of(str(document.record_sha256), ending="jsonld")}
    missing = {Finding(Problem.MISSING, name, document.pk, store.REPLICA) for name in names}
    assert set(selfcheck.run(now=LATER)) == missing


@pytest.mark.parametrize("hurt", ["archive", "copy"])
@pytest.mark.parametrize("how", [Path.unlink, spoil])
def test_each_copy_heals_the_other(how, hurt: str, document: Document, tmp_path: Path) -> None:
    run_jobs()
    path = path_of(document, tmp_path / hurt)
    right = path.read_bytes()
    how(path)
    with pytest.raises(CommandError, match="1 wrong"):
        check()
    assert "replaced by the other copy" in check("--repair")
    assert path.read_bytes() == right
    assert check() == "1 documents checked, all as they were sealed.\n"


def test_an_altered_file_is_set_aside_and_not_lost(document: Document, archive: Path) -> None:
    run_jobs()
    path = path_of(document, archive)
    spoil(path)
    wrong = path.read_bytes()
    check("--repair")
    (kept,) = (archive / "set-aside").iterdir()
    assert kept.read_bytes() == wrong


def test_two_bad_copies_stay_as_they_are(document: Document, archive: Path, replica: Path) -> None:
    run_jobs()
    spoil(path_of(document, archive))
    spoil(path_of(document, replica))
    before = path_of(document, archive).read_bytes()
    with pytest.raises(CommandError, match="2 wrong"):
        check("--repair")
    assert path_of(document, archive).read_bytes() == before


def test_without_a_second_copy_nothing_is_repaired(archive: Path) -> None:
    document = making.sealed()
    path_of(document, archive).unlink()
    with pytest.raises(CommandError, match="1 wrong"):
        check("--repair")
