"""Gives the tests their own PostgreSQL and var folder before Django reads its settings (loaded by ``-p tests.plugin``)."""

import os
import shutil
from pathlib import Path

import pytest

from config import postgres

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("AKKOORD_TEST_VAR_DIR") or os.environ.get("VAR_DIR") or ROOT / "var").resolve()
CLUSTER = VAR_DIR / "postgres-test"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Point this process, and the xdist workers that inherit its environment, at what only tests use."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    own = VAR_DIR / "tests" / worker
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    os.environ |= {"AKKOORD_TEST_VAR_DIR": str(VAR_DIR), "VAR_DIR": str(own), "AKKOORD_DEMO": "1"}
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = postgres.start(CLUSTER, durable=False)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the tests' PostgreSQL, unless another test run still uses it."""
    postgres.stop(CLUSTER)
