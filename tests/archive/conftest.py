"""Each test has an archive of its own."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from consent.archive import authorities
from consent.printing import paper
from tests.archive import authority
from tests.archive.authority import Infrastructure


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, settings: Settings) -> Path:
    """Point the store at an empty folder."""
    folder = tmp_path / "archive"
    settings.STORAGES = {
        **settings.STORAGES,
        "archive": {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": folder}},
    }
    return folder


@pytest.fixture(scope="session")
def blank() -> bytes:
    """A page with hardly anything on it, not sealed."""
    context = {"number": "K7M-4XWD", "subject": "Test"}
    return paper.print_pdf(template="pdf/dossier.html", context=context, language="en")


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Infrastructure]:
    soon = (timezone.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%S+0000")
    with authority.running(tmp_path_factory.mktemp("pki"), short=soon) as found:
        yield found


@pytest.fixture
def hospital(pki: Infrastructure, settings: Settings) -> None:
    """A seal and trust of the hospital's own; no authority yet."""
    authorities.wake()
    settings.SEAL_PKCS12, settings.SEAL_PASSPHRASE = pki.pkcs12, authority.PASSPHRASE
    settings.TIMESTAMP_ROOTS = pki.roots
