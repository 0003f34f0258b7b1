"""``queue``: the first page of the desk's queue in a large and a small database, on two servers, taking turns."""

from statistics import median

from bench import client, stage
from bench.lookups import OK, PORTS, seed
from bench.report import Row, at_most, p95

EACH = 60
ROUNDS = 5
ASKED = ("/desk/", "/desk/?due=now", "/desk/?who=me", "/desk/counts/", "/desk/?state=collecting")


def queue(requests: int, few: int = 1000) -> Row:
    """Compare the slow tail of the queue's first page, one question at a time."""
    names = [stage.prepare(requests), stage.prepare(few)]
    with stage.web(names[0], port=PORTS[0]), stage.web(names[1], port=PORTS[1]):
        cookies = [str(seed(name, "look-ups", 1)["cookie"]) for name in names]
        pages = [
            [client.get(ASKED[n % len(ASKED)], port=port, cookie=cookie) for n in range(EACH)]
            for cookie, port in zip(cookies, PORTS, strict=True)
        ]
        lines = [client.Line(port) for port in PORTS]  # now, since the server hangs up on one that is silent
        tails: list[list[float]] = [[], []]
        for turn in range(ROUNDS + 1):
            for which in (0, 1) if turn % 2 else (1, 0):
                taken = client.latencies(pages[which], line=lines[which], expected=OK)
                if turn:
                    tails[which].append(p95(taken))
    large, small = median(tails[0]), median(tails[1])
    detail = f"p95 {large:.0f} ms at {requests:,}; {small:.0f} ms at {few:,}"
    return at_most("queue", large / small, 1.3, unit="ratio", detail=detail)
