"""Each test has an archive of its own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, settings: Settings) -> Path:
    """Point the store at an empty folder."""
    folder = tmp_path / "archive"
    settings.STORAGES = {
        **settings.STORAGES,
        "archive": {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": folder}},
    }
    return folder
