"""Each test has an archive of its own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from consent.printing import paper


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
