"""``search``: a reviewer looks for a part of a title or of a subject's name, beside a look-up by number."""

from urllib.parse import urlencode

from bench import client, stage
from bench.lookups import OK, REDIRECT, look_ups, seed
from bench.report import Row, at_most, p95

PORT = 18465
EACH = 60
ROUNDS = 5
FIRST = ("Jan", "Fatima", "Sanne", "Emre", "Lucia", "Noor", "Willem", "Aisha", "Joost", "Zoe")
LAST = ("de wit", "yilmaz", "Jansen", "bakker", "garcia", "van den berg", "Visser")
TITLES = ("interview", "portraits ward c", "Podcast", "film about", "ward q4", "day on")
TYPED_WRONG = ("yilmas", "jansn", "portrets", "wilem viser")


def words(count: int) -> list[str]:
    """Return what reviewers type: common and rare names, parts of titles, a typing error now and then."""
    people = [f"{FIRST[n % 10]} {LAST[n % 7]}{f' {n * 17 % 1009}' * (n % 2)}" for n in range(count)]
    few = [LAST[n % 7] if n % 2 else TITLES[n % 6] for n in range(count)]
    wrong = [TYPED_WRONG[n % 4] for n in range(count)]
    return [(people, few, people, few, wrong)[n % 5][n] for n in range(count)]


def search(requests: int) -> Row:
    """Compare the slow tail of searches with that of look-ups, on one server, one question at a time, taking turns."""
    database = stage.prepare(requests)
    found = seed(database, "look-ups", EACH)
    cookie = str(found["cookie"])
    asked = [client.get(f"/desk/?{urlencode({'q': one})}", port=PORT, cookie=cookie) for one in words(EACH)]
    numbers = look_ups(found, PORT)
    searches: list[float] = []
    plain: list[float] = []
    with stage.web(database, port=PORT):
        line = client.Line(PORT)
        for turn in range(ROUNDS + 1):
            slow = client.latencies(asked, line=line, expected=OK)
            quick = client.latencies(numbers, line=line, expected=REDIRECT)
            if turn:  # the first one warms up
                searches += slow
                plain += quick
    value = p95(searches) / p95(plain)
    detail = f"p95 {p95(searches):.0f} ms; look-up by number {p95(plain):.1f} ms; {requests:,} requests"
    return at_most("search", value, 10, unit="ratio", detail=detail)
