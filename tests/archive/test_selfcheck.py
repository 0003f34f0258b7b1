"""The archive finds what is wrong with itself, and names it."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consent import store
from consent.archive import seal_check, selfcheck
from consent.archive.selfcheck import Finding, Problem
from consent.models import Document
from tests.archive import making
from tests.archive.making import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Document:
    return making.sealed()


def path_of(document: Document, archive: Path) -> Path:
    return archive / store.name_of(document.sha256)


def findings(*, seals: bool = False) -> list[tuple[Problem, int | None]]:
    return [(finding.problem, finding.document) for finding in selfcheck.run(now=NOW, seals=seals)]


def check(*arguments: str) -> str:
    said = StringIO()
    call_command("check_archive", *arguments, stdout=said, no_color=True)
    return said.getvalue()


def test_a_sound_archive_has_nothing_to_say(document: Document) -> None:
    assert findings(seals=True) == []
    assert check() == "1 documents checked, all as they were sealed.\n"
    assert document.pk


def test_an_archive_that_was_never_written_is_sound() -> None:
    assert findings() == []


def test_a_missing_file_is_named(document: Document, archive: Path) -> None:
    path_of(document, archive).unlink()
    assert findings() == [(Problem.MISSING, document.pk)]


def test_an_altered_file_is_named(document: Document, archive: Path) -> None:
    path = path_of(document, archive)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert findings() == [(Problem.ALTERED, document.pk)]


def test_a_file_that_no_document_knows_is_named(document: Document, archive: Path) -> None:
    stranger = archive / "ab" / "cd" / "stranger.pdf"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"x")
    assert list(selfcheck.run(now=NOW)) == [Finding(Problem.ORPHAN, "ab/cd/stranger.pdf")]
    assert document.pk


def test_a_broken_seal_is_named_when_asked(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal_check, "is_valid", lambda _: False)
    assert findings() == []
    assert findings(seals=True) == [(Problem.BROKEN_SEAL, document.pk)]


def test_what_should_be_sealed_by_now_is_named() -> None:
    signature = making.signature()
    review = making.review(making.request(requester=making.rosa()))
    assert list(selfcheck.run(now=NOW + timedelta(minutes=59))) == []
    assert list(selfcheck.run(now=NOW + timedelta(minutes=61))) == [
        Finding(Problem.WAITING, f"signature {signature.pk}"),
        Finding(Problem.WAITING, f"review {review.pk}"),
    ]


def test_a_first_look_that_cleared_to_ask_has_no_dossier_to_wait_for() -> None:
    making.review(making.request(), stage="intake", outcome="cleared")
    assert list(selfcheck.run(now=NOW + timedelta(days=1))) == []


def test_the_command_names_the_file_and_fails(document: Document, archive: Path) -> None:
    path_of(document, archive).unlink()
    said = StringIO()
    with pytest.raises(CommandError, match="1 wrong, 1 documents checked"):
        call_command("check_archive", stdout=said)
    assert said.getvalue() == f"{store.name_of(document.sha256)}: missing\n"


def test_many_files_among_many_rows_are_told_apart(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In steps of two, so that names and rows end and begin in the middle of one another."""
    monkeypatch.setattr("consent.archive.selfcheck.BATCH", 2)
    row = making.request()
    documents = [making.sealed(f"Person {number}", row=row) for number in range(4)]
    strangers = {store.name_of(store.put(f"stranger {number}".encode())) for number in range(9)}
    lost = documents[1]
    (archive / store.name_of(lost.sha256)).unlink()
    found = list(selfcheck.run(now=making.NOW))
    assert {finding.name for finding in found if finding.problem == Problem.ORPHAN} == strangers
    assert [finding.document for finding in found if finding.problem == Problem.MISSING] == [lost.pk]
    assert len(found) == 10
