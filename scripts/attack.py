"""``make attack``: outsiders' tools against our code and a running demo; exit code 1 on what nobody explained.

``attack.py semgrep bandit`` runs some of them. What each said lies under VAR_DIR/attack.
"""

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from attack import questions, reading, scanning, site  # noqa: E402
from attack.findings import Finding, sort_out  # noqa: E402
from attack.tools import Blind, Tools  # noqa: E402

READING: dict[str, Callable[[Tools], list[Finding]]] = {"semgrep": reading.semgrep, "bandit": reading.bandit}
ROLES = ("anonymous", "signer", "requester", "reviewer")
ASKERS = ("all", "little", "nobody")
"""Who asks the API: a system that may ask all, one that may ask one thing, one without a token."""
SCANNING = ("schemathesis", "wapiti", "sqlmap")


def main() -> int:
    """Attack, and say what was found; return the exit code."""
    chosen = sys.argv[1:] or [*READING, *SCANNING]
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve() / "attack"
    folder.mkdir(parents=True, exist_ok=True)
    tools = Tools(folder)
    tools.install()
    found: list[Finding] = []
    try:
        for name, reads in READING.items():
            if name in chosen:
                found += timed(name, partial(reads, tools))
        if set(chosen) & set(SCANNING):
            with site.running(folder / "site") as here:
                found += scanned(tools, here, chosen)
    except (Blind, site.NoSite) as error:
        print(f"attack: {error}", file=sys.stderr)
        return 2
    return report(found, everything=not sys.argv[1:])


def scanned(tools: Tools, here: site.Site, chosen: list[str]) -> list[Finding]:
    """Attack the running demo."""
    found: list[Finding] = []
    if "schemathesis" in chosen:
        questions.planted(tools, here)
        for asker in ASKERS:
            found += timed(f"schemathesis as {asker}", partial(questions.schemathesis, tools, here, asker))
    if "wapiti" in chosen:
        for role in ROLES:
            found += timed(f"wapiti as {role}", partial(scanning.wapiti, tools, here, role))
    if "sqlmap" in chosen:
        found += timed("sqlmap", partial(scanning.sqlmap, tools, here))
    return found


def timed(name: str, attack: Callable[[], list[Finding]]) -> list[Finding]:
    """Run one attack and say how long it took."""
    started = time.monotonic()
    found = attack()
    counting = len({one for one in found if one.counts})
    print(f"{name:<24} {time.monotonic() - started:6.0f} s  {counting} of medium or above", flush=True)
    return found


def report(found: list[Finding], *, everything: bool) -> int:
    """Print what must be fixed and what was explained; return the exit code."""
    wrong, explained, stale = sort_out(found)
    for one in wrong:
        print(f"FOUND {one.severity:<6} {one.tool} | {one.rule} | {one.place} | {one.what}")
    if everything:
        for key in stale:
            print(f"gone, take it out of attack/accepted: {' | '.join(key)}")
    low = len({one for one in found if not one.counts})
    print(f"attack: {len(wrong)} to fix, {len(explained)} explained in attack/accepted, {low} low")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
