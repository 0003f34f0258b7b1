"""``burst``: two hundred signers sign at the same moment, with two web and two worker processes.

What the cores could do at most is asked in the same seconds: a bare render and one signature, again and again, in a process
of its own beside the burst. Whatever slows down the burst slows it down too, and what it takes of a processor is not counted
as the burst's (docs/decisions/0017).
"""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import mean, median
from typing import Any

import psycopg

from bench import stage
from bench.browser import HIDDEN, Browser
from bench.lookups import seed
from bench.report import Row, at_least, at_most
from bench.sealing import baseline, measure, say
from demo.drawing import signature as drawing

DATABASE_OF = 1000
PORT = 18466
SIGNERS = 200 // int(os.environ.get("BENCH_SHARE", "1"))
PROCESSES = 2
BARE = 10
PATIENCE = 600
"""Seconds in which all must be sealed."""


def burst() -> list[Row]:
    """Let all sign at once; count what was lost or sealed twice, and how many a second were sealed."""
    database = stage.prepare(DATABASE_OF)
    found = seed(database, "signers", SIGNERS)
    keys = [int(key) for key in found["signers"]]
    somebody = int(seed(database, "signed", 1)["signatures"][0])  # sealed before the burst begins
    with ExitStack() as stack:
        connection = stack.enter_context(psycopg.connect(stage.url_of(database), autocommit=True))
        stack.enter_context(stage.web(database, port=PORT, processes=PROCESSES))
        ready = [_walk(token) for token in found["tokens"]]
        for _ in range(PROCESSES):
            stack.enter_context(stage.worker(database))
        beside = stack.enter_context(baseline("beside", somebody, database))
        say(beside)
        started = time.monotonic()
        with ThreadPoolExecutor(SIGNERS) as people:
            list(people.map(lambda one: one[0].ask("POST", one[1], one[2]), ready))
        signed = time.monotonic() - started
        sealed = _all_sealed(connection, keys, started)
        bare = measure(beside)
        wrong = _wrong(connection, keys)
    who = f"{SIGNERS} signers, {PROCESSES} web, {PROCESSES} workers"
    return [
        at_most("burst_wrong", wrong, 1, unit="lost or twice", detail=who),
        _throughput(signed, sealed, bare, alone=_alone(database, somebody)),
    ]


def _throughput(signed: float, sealed: float, bare: list[float], *, alone: float) -> Row:
    """Compare what a form took with the bare work beside it (``bare``, milliseconds of a processor, each time)."""
    cores = os.cpu_count() or 1
    ours = (cores * sealed * 1000 - sum(bare)) / SIGNERS
    detail = (
        f"all signed in {signed:.1f} s, all sealed in {sealed:.1f} s; {ours:.0f} ms of {cores} cores for each; "
        f"bare render and signature beside them {mean(bare):.0f} ms ({len(bare)} times), alone {alone:.0f} ms"
    )
    return at_least("burst", mean(bare) / ours, 0.8, unit="ratio", detail=detail)


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


def _all_sealed(connection: psycopg.Connection[Any], keys: list[int], started: float) -> float:
    """Wait until each signer has a document; return the seconds since ``started``."""
    count = (
        "SELECT count(*) FROM consent_document AS document JOIN consent_signature AS signature"
        " ON signature.id = document.signature_id WHERE signature.signer_id = ANY(%s)"
    )
    while True:
        row = connection.execute(count, [keys]).fetchone()
        taken = time.monotonic() - started
        if (row and row[0] >= len(keys)) or taken > PATIENCE:
            return taken
        time.sleep(0.2)


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


def _alone(database: str, signature: int) -> float:
    """Return the milliseconds of the bare work on the machine as it is without the burst."""
    with baseline("sheet", signature, database) as beside:
        return median(figure for _ in range(BARE) for figure in measure(beside))
