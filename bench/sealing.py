"""``sign_to_sealed`` and ``seal_only``: what our archive costs beside the bare work of its libraries."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import psycopg

from bench import client, stage
from bench.browser import HIDDEN, Browser
from bench.lookups import seed
from bench.report import Row, at_most, p95
from demo.drawing import signature as drawing

DATABASE_OF = 1000
PORT = 18463
SIGNERS = 26
SEALS = 60
POLL = 0.01
"""Seconds between two looks whether the document is there: asking more often slows down what is measured."""
MAGIC = b"%PDF"


@contextmanager
def baseline(what: str, signature: int, database: str) -> Iterator[subprocess.Popen[str]]:
    """Run the bare work beside us; each line that it gets is one measurement."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.baseline", what, str(signature)]
    process = subprocess.Popen(
        command,
        cwd=stage.ROOT,
        env=stage.environment(database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise RuntimeError("the baseline did not start")
        yield process
    finally:
        process.kill()
        process.wait()


def measure(process: subprocess.Popen[str]) -> list[float]:
    """Have the bare work done once."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("no pipes")
    process.stdin.write("\n")
    process.stdin.flush()
    figures: list[float] = json.loads(process.stdout.readline())
    return figures


def sign_to_sealed() -> list[Row]:
    """From the signer's POST until the sealed PDF can be downloaded, with the real server and worker."""
    database = stage.prepare(DATABASE_OF)
    found = seed(database, "signers", SIGNERS)
    with (
        stage.web(database, port=PORT),
        stage.worker(database),
        psycopg.connect(stage.url_of(database), autocommit=True) as connection,
    ):
        desk = str(found["cookie"])
        people = [(int(signer), token) for signer, token in zip(found["signers"], found["tokens"], strict=True)]
        signature, _ = _sign(*people[0], connection=connection, desk=desk)
        ours, bare = [], []
        with baseline("sheet", signature, database) as beside:
            for person in people[1:]:
                ours.append(_sign(*person, connection=connection, desk=desk)[1])
                time.sleep(0.5)
                bare += measure(beside)
    middle, tail, base = median(ours), p95(ours), median(bare)
    detail = f"median {middle:.0f} ms, p95 {tail:.0f} ms; bare render + sign {base:.0f} ms (p95 {p95(bare):.0f} ms)"
    return [
        at_most("sign_to_sealed", middle / base, 2.0, unit="ratio", detail=detail),
        at_most("sign_to_sealed_p95", tail / base, 3.0, unit="ratio", detail=detail),
    ]


def _sign(signer: int, token: str, *, connection: psycopg.Connection, desk: str) -> tuple[int, float]:
    """Walk a signer to the last page, sign, and return the signature's key and the milliseconds until the PDF was there."""
    browser = Browser(PORT)
    path = browser.ask("GET", f"/sign/link/{token}/")
    browser.post(path, {})
    browser.post("/sign/", {"me": "yes"})
    path = browser.post("/sign/form/", browser.choices())
    digest = HIDDEN.search(browser.page)
    fields = {
        "sheet_sha256": digest[1] if digest else "",
        "mark": "drawn",
        "strokes": json.dumps(drawing("Jan de Wit")),
    }
    body = browser.body(fields)
    line = client.Line(PORT)
    started = time.perf_counter()
    browser.ask("POST", path, body)
    while (document := _document(connection, signer)) is None:
        time.sleep(POLL)
    status = line.ask(client.get(f"/documents/{document[0]}/", port=PORT, cookie=desk))
    taken = (time.perf_counter() - started) * 1000
    if status != 200:
        raise AssertionError(f"the PDF was not there: {status}")
    return document[1], taken


def _document(connection: psycopg.Connection, signer: int) -> tuple[int, int] | None:
    return connection.execute(
        "SELECT document.id, signature.id FROM consent_document AS document"
        " JOIN consent_signature AS signature ON signature.id = document.signature_id WHERE signature.signer_id = %s",
        [signer],
    ).fetchone()


def seal_only() -> Row:
    """Our sealing beside pyHanko's own with its key kept loaded, on the same PDF, taking turns."""
    database = stage.prepare(DATABASE_OF)
    with psycopg.connect(stage.url_of(database), autocommit=True) as connection:
        newest = "SELECT id FROM consent_signature ORDER BY id DESC LIMIT 1"
        row = connection.execute(newest).fetchone()
        if row is None:
            sign_to_sealed()
            row = connection.execute(newest).fetchone()
    if row is None:
        raise RuntimeError("nobody signed")
    with baseline("seal", row[0], database) as beside:
        pairs = [measure(beside) for _ in range(SEALS)]
    ours, bare = (median(pair[which] for pair in pairs) for which in (0, 1))
    value = median(pair[0] / pair[1] for pair in pairs)
    detail = f"{ours:.1f} ms; pyHanko with the key kept loaded {bare:.1f} ms"
    return at_most("seal_only", value, 1.3, unit="ratio", detail=detail)
