"""``burst``: two hundred signers sign at the same moment, with two web and two worker processes."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import median
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
    with ExitStack() as stack:
        connection = stack.enter_context(psycopg.connect(stage.url_of(database), autocommit=True))
        stack.enter_context(stage.web(database, port=PORT, processes=PROCESSES))
        ready = [_walk(token) for token in found["tokens"]]
        for _ in range(PROCESSES):
            stack.enter_context(stage.worker(database))
        started = time.monotonic()
        with ThreadPoolExecutor(SIGNERS) as people:
            list(people.map(lambda one: one[0].ask("POST", one[1], one[2]), ready))
        signed = time.monotonic() - started
        sealed = _all_sealed(connection, keys, started)
        wrong = _wrong(connection, keys)
        signature = connection.execute("SELECT max(id) FROM consent_signature").fetchone()
    each = _bare(database, signature[0] if signature else 0)
    possible = (os.cpu_count() or 1) / each
    rate = SIGNERS / sealed
    detail = f"{rate:.2f} sealed/s, all signed in {signed:.1f} s, all sealed in {sealed:.1f} s; "
    detail += f"possible {possible:.2f}/s ({os.cpu_count()} cores, {each * 1000:.0f} ms for render and seal)"
    return [
        at_most(
            "burst_wrong",
            wrong,
            1,
            unit="lost or twice",
            detail=f"{SIGNERS} signers, {PROCESSES} web, {PROCESSES} workers",
        ),
        at_least("burst", rate / possible, 0.8, unit="ratio", detail=detail),
    ]


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


def _bare(database: str, signature: int) -> float:
    """Return the seconds of a bare render and one signature, on the machine as it is without the burst."""
    with baseline("sheet", signature, database) as beside:
        return median(figure for _ in range(BARE) for figure in measure(beside)) / 1000
