"""``lookup`` and ``lookup_growth``: a reviewer looks up requests by their number."""

import json
import subprocess
import sys
from statistics import median

from bench import client, stage
from bench.report import Row, at_least, at_most, p95

PORTS = (18461, 18462)
LINES = 4
ROUNDS = 7
EACH = 400
REDIRECT, OK = 302, 200


def seed(database: str, kind: str, count: int) -> dict[str, list[str] | str]:
    """Make what a row needs in a database."""
    command = [sys.executable, "-m", "bench.seed", kind, str(count)]
    done = subprocess.run(command, cwd=stage.ROOT, env=stage.environment(database), check=True, capture_output=True)
    found: dict[str, list[str] | str] = json.loads(done.stdout)
    return found


def look_ups(found: dict[str, list[str] | str], port: int) -> list[bytes]:
    """Return requests by number; some as people type them."""
    cookie = str(found["cookie"])
    return [client.get(f"/look-up/?number={number.lower()}", port=port, cookie=cookie) for number in found["numbers"]]


def lookup(requests: int) -> Row:
    """Compare look-ups with a bare view on the same server, rounds taking turns."""
    database = stage.prepare(requests)
    found = seed(database, "look-ups", EACH)
    port = PORTS[0]
    ours = look_ups(found, port)
    bare = [client.get(f"/bench/{key}/", port=port) for key in found["ids"]]
    with stage.web(database, port=port):
        client.rate(ours, port=port, lines=LINES, expected=REDIRECT)
        client.rate(bare, port=port, lines=LINES, expected=OK)
        pairs = []
        for _ in range(ROUNDS):
            plain = client.rate(bare, port=port, lines=LINES, expected=OK)
            pairs.append((client.rate(ours, port=port, lines=LINES, expected=REDIRECT), plain))
    value = median(mine / plain for mine, plain in pairs)
    detail = f"{median(mine for mine, _ in pairs):.0f}/s; bare view {median(plain for _, plain in pairs):.0f}/s"
    return at_least("lookup", value, 0.5, unit="ratio", detail=f"{detail}; {requests:,} requests")


def lookup_growth(requests: int, few: int = 1000) -> Row:
    """Compare the slow tail of look-ups in a large and a small database, on two servers, one question at a time."""
    names = [stage.prepare(requests), stage.prepare(few)]
    with stage.web(names[0], port=PORTS[0]), stage.web(names[1], port=PORTS[1]):
        lines = [client.Line(port) for port in PORTS]
        asked = [look_ups(seed(name, "look-ups", EACH), port) for name, port in zip(names, PORTS, strict=True)]
        tails: list[list[float]] = [[], []]
        for turn in range(ROUNDS + 1):
            for which in (0, 1) if turn % 2 else (1, 0):
                taken = client.latencies(asked[which], line=lines[which], expected=REDIRECT)
                if turn:
                    tails[which].append(p95(taken))
    large, small = median(tails[0]), median(tails[1])
    detail = f"p95 {large:.1f} ms at {requests:,}; {small:.1f} ms at {few:,}"
    return at_most("lookup_growth", large / small, 1.2, unit="ratio", detail=detail)
