"""A migrated database, made once for each state of the migrations; every test run starts from a copy of it."""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
DECIDES = ("accounts/migrations/*", "consent/migrations/*", "consent/wording/[sv]e*", "demo/migrations/*")
LIBRARIES = ("django", "procrastinate", "django-pgtrigger")
ONE_AT_A_TIME = 4_172_026  # key of the advisory lock


def copy_to(name: str) -> None:
    """Replace the database ``name`` by a freshly migrated one."""
    url = os.environ["DATABASE_URL"]
    template = f"migrated_{fingerprint()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
        if known is None:
            make(connection, url, template)
        run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        run(connection, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)


def make(connection: psycopg.Connection, url: str, template: str) -> None:
    """Migrate an empty database, and give it its name only when that went well; drop those of older migrations."""
    rows = connection.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'migrated\_%'").fetchall()
    for (old,) in rows:
        run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", old)
    run(connection, "CREATE DATABASE migrated_unfinished")
    there = urlunsplit(urlsplit(url)._replace(path="/migrated_unfinished"))
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--skip-checks", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": there}, check=True)
    run(connection, "ALTER DATABASE migrated_unfinished RENAME TO {}", template)


def run(connection: psycopg.Connection, statement: str, *names: str) -> None:
    """Execute a statement that names databases."""
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def fingerprint() -> str:
    """Return what changes with the migrations, the data that they load, and the libraries that have migrations."""
    digest = hashlib.sha256(" ".join(map(version, LIBRARIES)).encode())
    for path in sorted(path for files in DECIDES for path in ROOT.glob(f"{files}.py")):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
