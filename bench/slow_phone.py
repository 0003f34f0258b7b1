"""Lighthouse's points for a page, as on a slow phone (4x processor, 1.6 Mbit/s, 150 ms)."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bench import stage
from bench.chromium import SANDBOX, program

LIGHTHOUSE = stage.ROOT / "bench" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")
TRIES, MOST_DEATHS = 3, 3
DIED = (
    "Unable to connect to Chrome",
    "Debugger protocol timed out while connecting to Chrome",
    "Waiting for DevTools protocol response has exceeded the allotted time",
    "Browser tab has unexpectedly crashed",
    "connect ECONNREFUSED",
    "read ECONNRESET",
    "socket hang up",
    "Target closed",
    "Connection closed",
    "Something went wrong with recording the trace over your page load. Please run Lighthouse again. (NO_NAVSTART)",
)
"""What Lighthouse says when the browser under it ended, hung or recorded nothing: no word about the page, so no points."""

type Report = dict[str, dict[str, dict[str, float]]]


class BrowserDied(Exception):
    """The browser ended or hung before there was a report."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The points of each category, the median of all tries; and in how many further tries the browser died."""

    points: dict[str, float]
    deaths: int


def install() -> None:
    """Fetch Lighthouse, once."""
    if not (LIGHTHOUSE / "node_modules").exists():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=LIGHTHOUSE, check=True)


def judge(address: str, *, cookie: str = "") -> Judged:
    """Judge a page some times: the machine is shared. Every report counts, however low.

    A try in which the browser itself died gave no report, and is made anew; raises BrowserDied when that happens too often.
    """
    reports: list[Report] = []
    deaths = 0
    while len(reports) < TRIES:
        try:
            reports.append(_report(address, cookie))
        except BrowserDied:
            deaths += 1
            if deaths > MOST_DEATHS:
                raise
    points = {name: median(report["categories"][name]["score"] * 100 for report in reports) for name in CATEGORIES}
    return Judged(points, deaths)


def _report(address: str, cookie: str) -> Report:
    """Return what Lighthouse found. Raises BrowserDied, and RuntimeError for whatever else kept it from a report."""
    environment = os.environ | {"CHROME_PATH": program()}
    command = list(_command(address, cookie))
    done = subprocess.run(command, cwd=LIGHTHOUSE, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.strip()
        raise (BrowserDied if any(words in said for words in DIED) else RuntimeError)(said)
    report: Report = json.loads(done.stdout)
    return report


def _command(address: str, cookie: str) -> Iterator[str]:
    yield str(LIGHTHOUSE / "node_modules" / ".bin" / "lighthouse")
    yield address
    yield from ("--output=json", "--quiet", "--no-enable-error-reporting", f"--only-categories={','.join(CATEGORIES)}")
    yield f"--chrome-flags=--headless=new --disable-gpu {' '.join(SANDBOX)}"
    if cookie:
        yield f"--extra-headers={json.dumps({'Cookie': cookie})}"
