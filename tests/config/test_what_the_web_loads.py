"""What a web process loads before its first page: quality.md, ``start`` and ``memory``."""

import os
import subprocess
import sys

import pytest

LOADED = """
import sys
from importlib import import_module
import config.wsgi
import_module("config.urls")
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def modules() -> set[str]:
    environment = {
        name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"
    }  # Playwright's
    ran = subprocess.run([sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())


def test_every_page_is_there(modules: set[str]) -> None:
    assert {"consent.archive.views", "consent.signing.views.sitting"} <= modules


@pytest.mark.parametrize("heavy", ["weasyprint", "pyhanko", "fontTools", "aiohttp", "PIL"])
def test_what_makes_pdfs_stays_out_of_the_web(modules: set[str], heavy: str) -> None:
    assert heavy not in modules
