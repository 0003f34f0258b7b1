"""The demo's data, loaded once for a test run; each site that the run starts gets a copy of it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests import template

ROOT = Path(__file__).resolve().parent.parent.parent


def copy_to(var_dir: Path, name: str) -> str:
    """Lay the demo's files into a folder and its rows into a database of this name; return that database's address."""
    url = os.environ["DATABASE_URL"]
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    source, files = f"demo_{run}", Path(os.environ["AKKOORD_TEST_VAR_DIR"]) / "demos" / run
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [template.ONE_AT_A_TIME])
        if not files.is_dir():
            _forget_others(connection, files.parent)
            template.run(connection, "CREATE DATABASE {}", source)
            _load(_address(url, source), files)
        template.run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        template.run(connection, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, source)
    shutil.copytree(files, var_dir, dirs_exist_ok=True)
    return _address(url, name)


def _load(url: str, files: Path) -> None:
    """Do what comes before the first start; the folder gets its name only when that went well."""
    unfinished = files.with_name(f"{files.name}.part")
    unfinished.mkdir(parents=True)
    environment = os.environ | {"VAR_DIR": str(unfinished), "DATABASE_URL": url, "AKKOORD_DEMO": "1"}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    made = subprocess.run(
        [sys.executable, "scripts/prepare.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise RuntimeError(f"the demo does not load:\n{made.stdout[-2000:]}{made.stderr[-4000:]}")
    unfinished.rename(files)


def _forget_others(connection: psycopg.Connection, folder: Path) -> None:
    """Drop the demos of earlier runs."""
    for (old,) in connection.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'demo\_%'").fetchall():
        template.run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", old)
    shutil.rmtree(folder, ignore_errors=True)


def _address(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
