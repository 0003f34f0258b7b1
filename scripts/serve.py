"""``make run``: database, web server and worker together, until Ctrl-C or until one of them ends."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config import postgres  # noqa: E402
from scripts.prepare import prepared  # noqa: E402

HOST = "127.0.0.1"
LOGINS = {
    "requester": "sam@student.example",
    "reviewer": "rosa@desk.example",
    "administrator": "ada@desk.example",
}
PASSWORD = "akkoord-demo-2026"  # noqa: S105 - printed on purpose; production refuses to start with demo data
START_SECONDS = 180
STOP_SECONDS = 15
PARENT_DEATH_SIGNAL = 1  # prctl(2)


class Stopped(Exception):
    """The person, or the system, asked us to stop."""


def main() -> int:
    """Run everything; return the exit code of what ended by itself, else 0."""
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    os.environ.setdefault("PORT", "8000")
    os.environ.setdefault("AKKOORD_DEMO", "1")
    os.environ["VAR_DIR"] = str(Path(os.environ.get("VAR_DIR") or "var").resolve())
    os.environ["PYTHONUNBUFFERED"] = "1"
    port = int(os.environ["PORT"])
    if taken(port):
        print(f"Port {port} is taken. Choose another: make run PORT={port + 1}", file=sys.stderr)
        return 1
    own_database = None if os.environ.get("DATABASE_URL") else Path(os.environ["VAR_DIR"]) / "postgres"
    try:
        if own_database:
            os.environ["DATABASE_OWNER_URL"] = postgres.start(own_database)
            os.environ["DATABASE_URL"] = postgres.application_url(os.environ["DATABASE_OWNER_URL"])
        return together(port, ready=own_database is not None and prepared(own_database.parent))
    except Stopped:
        return 0
    except postgres.PostgresError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        if own_database:
            postgres.stop(own_database)


def stop(_number: int, _frame: FrameType | None) -> None:
    """Leave whatever we are doing, once; `make` passes on a signal that we may have had already."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise Stopped


def taken(port: int) -> bool:
    """Return whether another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def together(port: int, *, ready: bool) -> int:
    """Prepare, start the web server and the worker, and wait; return the exit code of the first to end."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        if not ready:
            children["prepare"] = start("scripts/prepare.py")
            if code := children["prepare"].wait():
                return code
            del children["prepare"]
        os.environ.pop("DATABASE_OWNER_URL", None)  # only preparing is the owner's
        web = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
        where = ["--host", HOST, "--port", str(port)]
        children["web"] = start("-m", "granian", *web, *where, "config.wsgi:application")
        children["worker"] = start("manage.py", "worker")
        return watch(children, port)
    finally:
        end(list(children.values()))


def watch(children: dict[str, subprocess.Popen[bytes]], port: int) -> int:
    """Wait until a child ends, and say when the site is up; return the child's exit code, or 1."""
    announced = False
    deadline = time.monotonic() + START_SECONDS
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                print(f"The {name} process ended with code {child.returncode}; stopping.", file=sys.stderr)
                return child.returncode if child.returncode > 0 else 1
        if not announced and answers(port):
            announce(port)
            announced = True
        if not announced and time.monotonic() > deadline:
            print(f"No answer on port {port} after {START_SECONDS} seconds; stopping.", file=sys.stderr)
            return 1
        time.sleep(0.5 if announced else 0.1)


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start one of our programs in a session of its own, so that Ctrl-C reaches only us and we stop all in order."""
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent)  # noqa: PLW1509 - no threads here


def die_with_parent() -> None:
    """Ask Linux to stop this process when the one that started it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Stop processes: ask, wait, and then insist."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):  # also what the child itself started and did not stop
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def answers(port: int) -> bool:
    """Return whether the site is up."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(port: int) -> None:
    """Say where the site is and who can log in."""
    print(f"\nAkkoord runs: http://localhost:{port}")
    if os.environ["AKKOORD_DEMO"] == "1":
        print(f"Log in with the password {PASSWORD} (the desk's second step shows its code) as")
        for role, mail in LOGINS.items():
            print(f"  {mail:<22} {role}")
    print("Ctrl-C stops it; everything is kept.\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
