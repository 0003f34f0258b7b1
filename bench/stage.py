"""The stage: a durable PostgreSQL of its own with a small and a large database, real web servers and a real worker."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from config import postgres

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve() / "bench"
HOST = "127.0.0.1"
START_SECONDS = 120


def url_of(name: str) -> str:
    """Return the DATABASE_URL of one of the databases of our cluster; starts the cluster."""
    base = postgres.start(VAR_DIR / "postgres", durable=True)
    host = base.split("?host=", 1)[1]
    return f"postgresql://akkoord@/{quote(name)}?host={host}"


def prepare(requests: int) -> str:
    """Return the name of a database with that many requests, made at first use and kept."""
    name = f"requests_{requests}"
    with _connect("postgres") as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            manage("migrate", "--verbosity", "0", database=name)
            return name
        half = f"{name}_half"
        connection.execute(f"DROP DATABASE IF EXISTS {half}")
        connection.execute(f"CREATE DATABASE {half}")
        print(f"Loading {requests:,} requests, once …", flush=True)
        manage("migrate", "--verbosity", "0", database=half)
        manage("scale_data", "--requests", str(requests), "--yes", database=half)
        with _connect(half) as loaded:
            loaded.execute("VACUUM ANALYZE")
        connection.execute(f"ALTER DATABASE {half} RENAME TO {name}")
    return name


def stop() -> None:
    """Stop the cluster; its data stays."""
    postgres.stop(VAR_DIR / "postgres")


def _connect(name: str) -> psycopg.Connection:
    return psycopg.connect(url_of(name), autocommit=True)


def environment(database: str) -> dict[str, str]:
    """Return the environment in which everything here runs."""
    return {
        **os.environ,
        "DATABASE_URL": url_of(database),
        "VAR_DIR": str(VAR_DIR / database),
        "STATIC_ROOT": str(VAR_DIR / "static"),
        "AKKOORD_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT),
    }


def manage(*arguments: str, database: str) -> None:
    """Run one of the product's commands on a database."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(database), check=True)


@contextmanager
def running(command: list[str], *, database: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(database),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its children too: one that lives on would answer the next run
            process.wait()


@contextmanager
def web(database: str, *, port: int, processes: int = 1) -> Iterator[subprocess.Popen[bytes]]:
    """Run the web server as ``make run`` does. Raises RuntimeError when another program answers on the port."""
    if _answers(port):
        raise RuntimeError(f"port {port} is taken; is another bench running?")
    subprocess.run([sys.executable, "scripts/prepare.py", "--static"], cwd=ROOT, env=environment(database), check=True)
    server = ["-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", str(processes)]
    with running([*server, "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "config.wsgi:application"],
                 database=database) as process:  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            if time.monotonic() > deadline:
                raise TimeoutError(f"no answer on port {port}")
            time.sleep(0.1)
        yield process


@contextmanager
def worker(database: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the worker as ``make run`` does."""
    with running(["manage.py", "worker"], database=database) as process:
        time.sleep(3)
        yield process


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
