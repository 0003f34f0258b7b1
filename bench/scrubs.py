"""``scrub``: our archive's self-check of many documents, beside plain SHA-256 of the same files."""

import json
import subprocess
import sys
from statistics import median

from bench import stage
from bench.report import Row, at_most

DATABASE_OF = 1000
DOCUMENTS = 10_000


def scrub() -> Row:
    """Compare the two, taking turns, in a process inside a database that has so many documents for the moment."""
    database = stage.prepare(DATABASE_OF)
    command = [sys.executable, "-m", "bench.scrubbing", str(DOCUMENTS)]
    done = subprocess.run(command, cwd=stage.ROOT, env=stage.environment(database), check=True, stdout=subprocess.PIPE)
    pairs: list[list[float]] = json.loads(done.stdout)
    ours, plain = (median(pair[which] for pair in pairs) for which in (0, 1))
    value = median(mine / bare for mine, bare in pairs)
    detail = f"{ours:.2f} s; plain SHA-256 {plain:.2f} s; {DOCUMENTS:,} documents"
    return at_most("scrub", value, 1.5, unit="ratio", detail=detail)
