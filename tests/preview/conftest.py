"""The files of these tests lie in a folder that goes."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the files of previews in a folder of the test's own."""
    settings.STORAGES = settings.STORAGES | {
        "previews": settings.STORAGES["previews"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    }
    return tmp_path
