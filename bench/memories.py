"""``memory``: what web and worker hold after long work, and whether it still grows. ``BENCH_SHARE=10`` for a tenth of it."""

import os
import time
from typing import Any

import psutil
import psycopg

from bench import client, stage
from bench.lookups import OK, REDIRECT, look_ups, seed
from bench.report import Row, at_most

DATABASE_OF = 1000
PORT = 18467
SHARE = int(os.environ.get("BENCH_SHARE", "1"))
REQUESTS, PDFS = 10_000 // SHARE, 1_000 // SHARE
LINES = 4
WEB_MEGABYTES, WORKER_MEGABYTES, GROWTH = 150, 250, 5
PATIENCE = 3 * 3600
"""Seconds for all PDFs."""


def memory() -> list[Row]:
    """Measure the web process after many requests and the worker after many PDFs, in the middle and at the end."""
    return [*_web(), *_worker()]


def _web() -> list[Row]:
    database = stage.prepare(DATABASE_OF)
    found = seed(database, "look-ups", 200)
    cookie = str(found["cookie"])
    pages = [
        client.get(path, port=PORT, cookie=cookie)
        for path in ("/desk/", "/desk/?q=jansen", "/look-up/", "/login/code/")
    ]
    details = [client.get(f"/desk/requests/{number}/", port=PORT, cookie=cookie) for number in found["numbers"]]
    numbers = look_ups(found, PORT)
    with stage.web(database, port=PORT) as process:
        held = []
        for _ in range(2):
            done = 0
            while done < REQUESTS // 2:
                client.rate(numbers, port=PORT, lines=LINES, expected=REDIRECT)
                client.rate([*details, *pages[:3] * 10], port=PORT, lines=LINES, expected=OK)
                done += len(numbers) + len(details) + 30
            held.append(_megabytes(process.pid))
    return _rows("web", held, WEB_MEGABYTES, f"{REQUESTS:,} requests")


def _worker() -> list[Row]:
    database = stage.prepare(DATABASE_OF)
    with psycopg.connect(stage.url_of(database), autocommit=True) as connection:
        seed(database, "signed", PDFS)
        before = _documents(connection)
        with stage.worker(database) as process:
            held = []
            for half in (1, 2):
                _wait(connection, before + half * PDFS // 2)
                held.append(_megabytes(process.pid))
    return _rows("worker", held, WORKER_MEGABYTES, f"{PDFS:,} PDFs")


def _rows(name: str, held: list[float], limit: int, what: str) -> list[Row]:
    middle, end = held
    detail = f"{middle:.0f} MB after half of {what}, {end:.0f} MB after all"
    return [
        at_most(f"memory_{name}", end, limit, unit="MB", detail=detail),
        at_most(f"memory_{name}_growth", (end - middle) / middle * 100, GROWTH, unit="%", detail=detail),
    ]


def _megabytes(pid: int) -> float:
    """Return what the largest process of a family holds in memory."""
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return max(float(one.memory_info().rss) for one in family) / 1e6


def _documents(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("SELECT count(*) FROM consent_document").fetchone()
    return int(row[0]) if row else 0


def _wait(connection: psycopg.Connection[Any], count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while _documents(connection) < count:
        if time.monotonic() > deadline:
            raise TimeoutError(f"no {count} documents")
        time.sleep(0.5)
