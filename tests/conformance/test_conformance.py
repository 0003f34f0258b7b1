"""Judges of others: veraPDF on PDF/A-2a and PDF/UA-1, the EU's DSS on the seal, of 200 sealed PDFs."""

import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from consent.archive import certificate
from tests.conformance import making

HERE = Path(__file__).resolve().parent
LIBRARIES = os.environ.get("CONFORMANCE_LIB", "")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not LIBRARIES, reason="judged by veraPDF and the EU's DSS in make conformance"),
]
JAVA = ["java", "-Djava.awt.headless=true", "-cp", f"{LIBRARIES}/*"]


@pytest.fixture(scope="session")
def folder(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDFs, made once."""
    pdfs, archive = tmp_path_factory.mktemp("pdfs"), tmp_path_factory.mktemp("archive")
    place = {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": archive}}
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES={**settings.STORAGES, "archive": place}),
        transaction.atomic(),
    ):
        assert len(making.all_of(pdfs)) >= making.COUNT
        transaction.set_rollback(True)
    return pdfs


def said(*arguments: str) -> list[str]:
    """What a judge says, line by line."""
    done = subprocess.run([*JAVA, *arguments], capture_output=True, text=True, check=False)
    return [line for line in done.stdout.splitlines() if ".pdf" in line] or pytest.fail(done.stderr[-3000:])


@pytest.mark.parametrize("flavour", ["2a", "ua1"])
def test_verapdf_passes_every_pdf(folder: Path, flavour: str) -> None:
    lines = said("org.verapdf.apps.GreenfieldCliWrapper", "--format", "text", "-f", flavour, str(folder))
    assert [line for line in lines if not line.startswith("PASS ")] == []
    assert len(lines) == len(list(folder.iterdir()))


def test_the_eus_dss_validates_every_seal(folder: Path, tmp_path: Path) -> None:
    trusted = tmp_path / "seal.der"
    trusted.write_bytes(certificate.current().der)
    lines = said(str(HERE / "Validate.java"), str(folder), str(trusted))
    verdicts = Counter(" ".join(line.split()[1:]) for line in lines)
    assert {verdict.split()[:2] == ["1", "TOTAL_PASSED"] for verdict in verdicts} == {True}, verdicts
    assert {verdict.split()[-1].startswith("PAdES-BASELINE-") for verdict in verdicts} == {True}, verdicts
    assert sum(verdicts.values()) == len(list(folder.iterdir()))
