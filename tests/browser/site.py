"""Runs the product as a newcomer does: the script behind ``make run``, with a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tests.browser import demo

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 180
"""Seconds for migrations and the ten scenarios on a slow machine."""


@contextmanager
def running(var_dir: Path) -> Iterator[str]:
    """Serve the demo, worker included, on a free port and yield its address."""
    port = _free_port()
    address = f"http://localhost:{port}"
    environment = os.environ | {
        "PORT": str(port),
        "VAR_DIR": str(var_dir),
        "DATABASE_URL": demo.copy_to(var_dir, f"browser_{port}"),
        "AKKOORD_DEMO": "1",
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # Playwright's tests need it; a site that serves refuses it
    log = (var_dir / "site.log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "scripts/serve.py"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _wait(server, address, log.name)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], address: str, log: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the site ended:\n{Path(log).read_text(encoding='utf-8')[-4000:]}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    raise RuntimeError(f"the site does not answer:\n{Path(log).read_text(encoding='utf-8')[-4000:]}")
