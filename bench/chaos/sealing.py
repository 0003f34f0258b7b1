"""``python -m bench.chaos.sealing``: 200 sealings while worker and database are killed. Each form is sealed exactly once.

Exit code 1 when one is lost, sealed twice, or the archive or the history is not whole.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from random import Random

import psycopg

from bench import stage
from bench.chaos.__main__ import CLUSTER, DATABASE, crash
from bench.chaos.site import Part
from config import postgres

COUNT = (
    "SELECT (SELECT count(*) FROM consent_signature), (SELECT count(*) FROM consent_document WHERE kind = 'sheet'),"
    " (SELECT count(DISTINCT signature_id) FROM consent_document WHERE kind = 'sheet'),"
    " (SELECT count(*) FROM consent_event WHERE kind = 'sealed')"
)
TAKE_UP = (
    "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' AND queue_name IN ('archive', 'effects')"
)
"""The wait between two tries (minutes) is not what is tried here."""

CALM = 600
"""Seconds that the worker gets afterwards: what a killed one was doing is taken up after a minute or two."""


def seal_all(
    environment: dict[str, str], *, url: str, folder: str, seed: int, crashes: Callable[[], None], longest: float
) -> tuple[tuple[int, ...], Counter[str]]:
    """Kill worker and database while forms are sealed.

    Return the numbers of signatures, documents, signatures that have one, and events; and what was killed how often.
    """
    random, killed = Random(seed), Counter[str]()
    worker = Part(["manage.py", "worker"], environment=environment, folder=folder)
    worker.start()
    deadline = time.monotonic() + longest
    try:
        while _left(url) and time.monotonic() < deadline:
            _wait_for_more(url)
            time.sleep(random.uniform(0, 3))
            if random.random() < 0.25:
                killed["database"] += 1
                crashes()
            else:
                killed["worker"] += 1
                worker.kill()
                worker.start()
            _supervise(worker)
            _take_up(url)
        while _left(url) and time.monotonic() < deadline + CALM:
            time.sleep(1)
            _supervise(worker)
            _take_up(url)
    finally:
        worker.kill()
    return _ask(url), killed


def _ask(url: str) -> tuple[int, ...]:
    """Count; a database that was crashed a moment ago is asked again."""
    for _ in range(200):
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                return connection.execute(COUNT).fetchone() or ()
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise TimeoutError("the database does not answer")


def _left(url: str) -> bool:
    signatures, documents, *_ = _ask(url)
    return documents < signatures


def _supervise(worker: Part) -> None:
    """Start a worker that ended because its database was gone, as systemd or Docker does."""
    if worker.process is not None and worker.process.poll() is not None:
        worker.start()


def _wait_for_more(url: str) -> None:
    """Wait until another form is sealed, so that each kill meets a worker at work; half a minute at most."""
    before, deadline = _ask(url)[1], time.monotonic() + 30
    while _ask(url)[1] == before and time.monotonic() < deadline:
        time.sleep(0.2)


def _take_up(url: str) -> None:
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(TAKE_UP)
    except psycopg.OperationalError:
        return


def main() -> int:
    """Try, and say what happened."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos.sealing", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    wanted = parser.parse_args()
    started = time.monotonic()
    try:
        environment = _signed(wanted.count)
        url = stage.url_of(DATABASE)
        counted, killed = seal_all(
            environment, url=url, folder=str(stage.ROOT), seed=wanted.seed, crashes=crash, longest=1800
        )
        postgres.start(CLUSTER, durable=True)
        checks = [_manage(environment, "check_history"), _manage(environment, "check_archive", "--seals")]
    finally:
        stage.stop()
    signatures, documents, sealed, events = counted
    print(f"\n{wanted.count} sealings in {time.monotonic() - started:.0f} s, seed {wanted.seed}, killed {dict(killed)}")
    print(f"  signatures {signatures}, documents {documents}, of {sealed}; events {events}")
    holds = signatures == documents == sealed == events == wanted.count and checks[0] == 0
    print(
        "  holds" if holds else "  DOES NOT HOLD", "" if checks[1] == 0 else "(files that no row knows of: see above)"
    )
    return 0 if holds else 1


def _signed(count: int) -> dict[str, str]:
    """Return the environment of a database with so many forms that wait for their seal."""
    with psycopg.connect(stage.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    stage.manage("migrate", "--verbosity", "0", database=DATABASE)
    environment = stage.environment(DATABASE)
    sign(count, environment=environment, folder=str(stage.ROOT))
    return environment


def sign(count: int, *, environment: dict[str, str], folder: str) -> list[int]:
    """Sign so many forms in a migrated database; return the signatures' keys."""
    command = [sys.executable, "-m", "bench.signed", str(count)]
    said = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE).stdout
    keys: list[int] = json.loads(said)
    return keys


def _manage(environment: dict[str, str], *arguments: str) -> int:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=stage.ROOT, env=os.environ | environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
