"""``python -m bench``: measures, prints a table, writes bench/results.json. Exit code 1 when a figure misses its bar."""

import argparse
import sys
from collections.abc import Callable

from bench import bursts, lookups, memories, queues, report, scrubs, sealing, searches, signers_page, stage

ROWS: dict[str, Callable[[int], report.Row | list[report.Row]]] = {
    "sign_to_sealed": lambda _: sealing.sign_to_sealed(),
    "seal_only": lambda _: sealing.seal_only(),
    "lookup": lookups.lookup,
    "lookup_growth": lookups.lookup_growth,
    "search": searches.search,
    "queue": queues.queue,
    "scrub": lambda _: scrubs.scrub(),
    "burst": lambda _: bursts.burst(),
    "memory": lambda _: memories.memory(),
    "sign_page": lambda _: signers_page.sign_page(),
    "sign_page_weight": lambda _: signers_page.sign_page_weight(),
    "sign_page_slow": lambda _: signers_page.sign_page_slow(),
}


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000, help="size of the large database")
    parser.add_argument("--only", choices=ROWS, action="append", help="one row; may be repeated")
    arguments = parser.parse_args()
    try:
        rows = [measured for name in arguments.only or ROWS for measured in _rows(ROWS[name](arguments.requests))]
    finally:
        stage.stop()
    report.show(rows)
    report.write(rows)
    return 0 if all(row.holds for row in rows) else 1


def _rows(measured: report.Row | list[report.Row]) -> list[report.Row]:
    return measured if isinstance(measured, list) else [measured]


if __name__ == "__main__":
    sys.exit(main())
