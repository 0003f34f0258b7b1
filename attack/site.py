"""The demo that is attacked: started anew, on its own port, with a database of its own; and who walks in it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from attack.tools import ROOT

PATIENCE = 240
STOPPING = 40


class NoSite(Exception):
    """The demo did not start."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running demo: its address, cookies of who is logged in, addresses that hold a key, tokens, requests' numbers."""

    address: str
    cookies: dict[str, str]
    keyed: dict[str, str]
    tokens: dict[str, str]
    numbers: list[str]


@contextmanager
def running(var_dir: Path) -> Iterator[Site]:
    """Start the demo from nothing and yield it; stop it afterwards. Raises NoSite."""
    shutil.rmtree(var_dir, ignore_errors=True)
    var_dir.mkdir(parents=True)
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"VAR_DIR": str(var_dir), "PORT": str(port), "AKKOORD_DEMO": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "attack.settings"
    address = f"http://127.0.0.1:{port}"
    with (var_dir / "site.log").open("w+") as log:
        command = [sys.executable, "scripts/serve.py"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(server, address, var_dir / "site.log")
            yield _visited(address, environment)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(STOPPING)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310 -- ours
            if answer.status == 200:
                return
        time.sleep(0.5)
    raise NoSite(f"the demo does not answer:\n{log.read_text(encoding='utf-8')[-3000:]}")


def _visited(address: str, environment: dict[str, str]) -> Site:
    command = [sys.executable, "-W", "ignore", "-m", "attack.visitors"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoSite(done.stderr[-3000:])
    told = json.loads(done.stdout.splitlines()[-1])
    return Site(address, **told)
