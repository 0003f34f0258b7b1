"""What pages ask for is collected: ``scripts/prepare.py`` leaves out builds that no page uses, and only those."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from scripts.prepare import UNUSED

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"""\{% static ["']([^"'{]+)["']""")


def asked() -> set[str]:
    return {name for page in (ROOT / "templates").rglob("*.html") for name in ASKED.findall(page.read_text("utf-8"))}


@pytest.fixture(scope="module")
def collected() -> set[str]:
    """Every name that ``collectstatic`` copies."""
    return {
        f"{getattr(storage, 'prefix', None) or ''}/{path}".lstrip("/")
        for finder in finders.get_finders()
        for path, storage in finder.list(UNUSED)
    }


def test_every_file_of_a_page_is_collected(collected: set[str]) -> None:
    assert len(asked()) > 10
    assert asked() - collected == set()
