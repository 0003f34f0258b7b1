"""A site whose parts are killed without a warning and started again: web server, worker, database."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random

HOST = "127.0.0.1"
START_SECONDS = 60
WEIGHTS = {"web": 6, "worker": 2, "database": 1}


class Part:
    """A program in a session of its own, so that a kill takes its children too."""

    def __init__(self, command: list[str], *, environment: dict[str, str], folder: str) -> None:
        self.command, self.environment, self.folder = command, environment, folder
        self.process: subprocess.Popen[bytes] | None = None
        self.one_at_a_time = threading.Lock()

    def start(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            [sys.executable, *self.command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """Kill it at once, as a power cut does."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def restart(self) -> None:
        """Kill it and start it again."""
        with self.one_at_a_time:
            self.kill()
            self.start()

    def revive(self) -> None:
        """Start it when it ended by itself, as a service manager does: a worker ends with its database."""
        with self.one_at_a_time:
            if self.process is not None and self.process.poll() is not None:
                self.start()


class Site:
    """Web server and worker on a database, and what kills them.

    ``crash`` crashes the database and brings it back; something is killed for ``longest`` seconds at most.
    """

    def __init__(
        self, port: int, *, environment: dict[str, str], folder: str, crash: Callable[[], None], longest: float
    ) -> None:
        self.port, self.crash, self.longest = port, crash, longest
        self.killed: Counter[str] = Counter()
        server = ["-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1"]
        server += ["--blocking-threads", "4", "--no-ws", "--log-level", "critical", "config.wsgi:application"]
        self.web = Part(server, environment=environment, folder=folder)
        self.worker = Part(["manage.py", "worker"], environment=environment, folder=folder)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the site until the block ends."""
        self.web.start()
        self.worker.start()
        over = threading.Event()
        keeper = threading.Thread(target=self._keep, args=[over])
        keeper.start()
        try:
            self.wait()
            yield
        finally:
            over.set()
            keeper.join()
            self.web.kill()
            self.worker.kill()

    @contextmanager
    def in_trouble(self, *, seed: int, pause: tuple[float, float]) -> Iterator[None]:
        """Kill something after each pause (seconds, between two bounds) until the block ends; all runs again afterwards."""
        over = threading.Event()
        killer = threading.Thread(target=self._kill, args=[over, Random(seed), pause])
        killer.start()
        try:
            yield
        finally:
            over.set()
            killer.join()
            self.wait()

    def _kill(self, over: threading.Event, random: Random, pause: tuple[float, float]) -> None:
        until = time.monotonic() + self.longest
        while not over.wait(random.uniform(*pause)) and time.monotonic() < until:
            what = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            self.killed[what] += 1
            if what == "database":
                self.crash()
                continue
            part = self.web if what == "web" else self.worker
            part.restart()
            if what == "web":
                self.wait()

    def _keep(self, over: threading.Event) -> None:
        while not over.wait(1):
            self.web.revive()
            self.worker.revive()

    def wait(self) -> None:
        """Wait until the web server answers. Raises TimeoutError."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise TimeoutError(f"no answer on port {self.port}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
