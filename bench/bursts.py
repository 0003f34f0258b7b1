"""``burst``: two hundred signers sign at the same moment, with two web and two worker processes."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import mean
from typing import Any

import psycopg

from bench import stage
from bench.browser import HIDDEN, Browser
from bench.lookups import seed
from bench.report import Row, at_least, at_most
from bench.sealing import baseline, measure
from demo.drawing import signature as drawing

DATABASE_OF = 1000
PORT = 18466
SHARE = int(os.environ.get("BENCH_SHARE", "1"))
SIGNERS = 200 // SHARE
BURSTS = 3 if SHARE == 1 else 1
PROCESSES = 2
TURN = 1.0
"""Seconds of the burst between two bare renders."""
PATIENCE = 600
"""Seconds in which all must be sealed."""
type Process = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Burst:
    """One burst: what went ``wrong`` (signers), its seconds, and those of the bare renders on each core."""

    wrong: int
    seconds: float
    bare: list[list[float]]

    @property
    def rate(self) -> float:
        """Forms sealed a second."""
        return SIGNERS / self.seconds

    @property
    def possible(self) -> float:
        """Bare renders a second, each core at its own speed."""
        return sum(1 / mean(one) for one in self.bare if one)


def burst() -> list[Row]:
    """Let all sign at once, some times: count what was lost or sealed twice, and how many a second were sealed."""
    database = stage.prepare(DATABASE_OF)
    found = [_burst(database) for _ in range(BURSTS)]
    middle = sorted(found, key=lambda one: one.rate / one.possible)[len(found) // 2]
    every = ", ".join(f"{one.rate:.2f} of {one.possible:.2f}/s" for one in found)
    return [
        at_most(
            "burst_wrong",
            sum(one.wrong for one in found),
            1,
            unit="lost or twice",
            detail=f"{len(found)} times {SIGNERS} signers, {PROCESSES} web, {PROCESSES} workers",
        ),
        at_least(
            "burst",
            middle.rate / middle.possible,
            0.8,
            unit="ratio",
            detail=f"the middle of: {every}, which bare renders and signatures make on {os.cpu_count()} cores",
        ),
    ]


def _burst(database: str) -> Burst:
    found = seed(database, "signers", SIGNERS)
    keys = [int(key) for key in found["signers"]]
    same = int(seed(database, "signed", 1)["signatures"][0])
    with ExitStack() as stack:
        connection = stack.enter_context(psycopg.connect(stage.url_of(database), autocommit=True))
        bare = stack.enter_context(baseline("sheet", same, database))
        servers = [stack.enter_context(stage.web(database, port=PORT, processes=PROCESSES))]
        ready = [_walk(token) for token in found["tokens"]]
        servers += [stack.enter_context(stage.worker(database)) for _ in range(PROCESSES)]
        with ThreadPoolExecutor(SIGNERS) as people:
            answers = people.map(lambda one: one[0].ask("POST", one[1], one[2]), ready)
            seconds, each = _until_sealed(connection, keys, servers, bare)
            list(answers)
        return Burst(_wrong(connection, keys), seconds, each)


def _walk(token: str) -> tuple[Browser, str, str]:
    """Bring a signer to the last page; return their browser, where it sends the signature, and the signature."""
    browser = Browser(PORT)
    browser.connection.timeout = PATIENCE
    browser.post(browser.ask("GET", f"/sign/link/{token}/"), {})
    browser.post("/sign/", {"me": "yes"})
    path = browser.post("/sign/form/", browser.choices())
    digest = HIDDEN.search(browser.page)
    fields = {
        "sheet_sha256": digest[1] if digest else "",
        "mark": "drawn",
        "strokes": json.dumps(drawing("Jan de Wit")),
    }
    browser.connection.close()  # it opens again with the signature: the server hangs up on one that is silent too long
    return browser, path, browser.body(fields)


def _until_sealed(
    connection: psycopg.Connection[Any], keys: list[int], servers: list[Process], bare: subprocess.Popen[str]
) -> tuple[float, list[list[float]]]:
    """Wait until each signer has a document; return the seconds that the servers ran, and those of the bare renders by core.

    The speed of a shared machine's cores changes from second to second. So the bare render takes its turns while the burst
    goes on, on one core after the other, alone all the same: the servers stand still meanwhile, and that time is not theirs.
    """
    cores = sorted(os.sched_getaffinity(0))
    each: list[list[float]] = [[] for _ in cores]
    started, stood, turns = time.monotonic(), 0.0, 0
    while time.monotonic() - started < PATIENCE and not _all_sealed(connection, keys):
        before = time.monotonic()
        if before - started - stood > TURN * turns:
            core, turns = turns % len(cores), turns + 1
            with _standstill(servers):
                os.sched_setaffinity(bare.pid, {cores[core]})
                measure(bare)  # its caches are full of the burst's: this one does not count
                each[core] += [figure / 1000 for figure in measure(bare)]
            stood += time.monotonic() - before
        time.sleep(0.1)
    return time.monotonic() - started - stood, each


@contextmanager
def _standstill(servers: list[Process]) -> Iterator[None]:
    for server in servers:
        os.killpg(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for server in servers:
            os.killpg(server.pid, signal.SIGCONT)


def _all_sealed(connection: psycopg.Connection[Any], keys: list[int]) -> bool:
    row = connection.execute(
        "SELECT count(*) FROM consent_document AS document JOIN consent_signature AS signature"
        " ON signature.id = document.signature_id WHERE signature.signer_id = ANY(%s)",
        [keys],
    ).fetchone()
    return row is not None and row[0] >= len(keys)


def _wrong(connection: psycopg.Connection[Any], keys: list[int]) -> int:
    """Return how many signers have not exactly one signature, one document and one event of sealing."""
    row = connection.execute(
        "SELECT count(*) FROM unnest(%s::bigint[]) AS signer WHERE"
        " (SELECT count(*) FROM consent_signature WHERE signer_id = signer) <> 1 OR"
        " (SELECT count(*) FROM consent_document JOIN consent_signature AS signature ON signature.id = signature_id"
        "  WHERE signer_id = signer) <> 1 OR"
        " (SELECT count(*) FROM consent_event AS event JOIN consent_eventfacts AS facts ON facts.event_id = event.id"
        "  JOIN consent_signature AS signature ON signature.id = (facts.data ->> 'signature')::bigint"
        "  WHERE event.kind = 'sealed' AND signature.signer_id = signer) <> 1",
        [keys],
    ).fetchone()
    return int(row[0]) if row else len(keys)
