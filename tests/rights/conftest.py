"""Each test has an archive of its own, with a second copy."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, settings: Settings) -> Path:
    """Point the store and its replica at empty folders."""
    settings.STORAGES = {
        **settings.STORAGES,
        "archive": {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": tmp_path / "archive"}},
        "archive_replica": {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": tmp_path / "replica"}},
    }
    return tmp_path
