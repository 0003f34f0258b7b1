"""Whether the time of an answer tells if an address has an account: known and unknown ones in turn, on a real server.

For each page the figure is the chance that a known address took longer than an unknown one (the area under the ROC curve):
0.5 says nothing at all, 1 everything. Of 200 tries each, chance alone strays 0.029 from 0.5 (one standard deviation:
the square root of (n + m + 1) / 12nm), so the bar is two and a half of those.

Run alone with ``python -m bench.enumeration``; the passwords are hashed as they are in production.
"""

import argparse
import re
import sys
import time
from random import Random
from statistics import median
from urllib.parse import urlencode

from bench import report, stage
from bench.client import HOST, Line

PORT = 8767
TRIES = 200
DEVIATIONS = 2.5
WRONG = "not the right words"
PAGES = {
    "login": ("/login/", lambda mail: {"login": mail, "password": WRONG}),
    "code": ("/login/code/", lambda mail: {"email": mail}),
    "reset": ("/password/reset/", lambda mail: {"email": mail}),
    "signup": ("/signup/", lambda mail: {"name": "Noor", "email": mail, "password1": WRONG}),
}
MAKE_ACCOUNTS = """
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from accounts.models import Counted, User
password = make_password("the right words, which nobody types")
Counted.objects.all().delete()
mails = [f"known-{{n}}@student.example" for n in range({tries})]
User.objects.bulk_create([User(email=mail, name="Known", password=password) for mail in mails], ignore_conflicts=True)
known = User.objects.filter(email__in=mails)
EmailAddress.objects.bulk_create(
    [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in known],
    ignore_conflicts=True,
)
"""


def auc(longer: list[float], shorter: list[float]) -> float:
    """Return the chance that one of the first is larger than one of the second; equal ones count half."""
    wins = sum((a > b) + (a == b) / 2 for a in longer for b in shorter)
    return wins / (len(longer) * len(shorter))


def enumeration(tries: int = TRIES) -> list[report.Row]:
    """Measure each page and return a row for it."""
    database = stage.prepare(1000)
    stage.manage("shell", "--no-imports", "-v", "0", "-c", MAKE_ACCOUNTS.format(tries=tries), database=database)
    with stage.web(database, port=PORT):
        return [_row(page, tries) for page in PAGES]


def _row(page: str, tries: int) -> report.Row:
    path, data = PAGES[page]
    line, cookie, token = _open(path)
    kinds = ["known", "unknown"] * tries
    Random(page).shuffle(kinds)
    taken: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(10):  # the first answers wake the server up
        _post(line, path, cookie, data(f"warm-{number}@student.example") | {"csrfmiddlewaretoken": token})
    for kind in kinds:
        mail = f"{kind}-{len(taken[kind])}@student.example"
        taken[kind].append(_post(line, path, cookie, data(mail) | {"csrfmiddlewaretoken": token}))
    figure = auc(taken["known"], taken["unknown"])
    bound = DEVIATIONS * ((2 * tries + 1) / (12 * tries * tries)) ** 0.5
    detail = ", ".join(f"{kind} {median(one):.1f} ms" for kind, one in taken.items()) + f" (median of {tries})"
    bar = f"0.5±{bound:.3f}"
    return report.Row(f"same_time_{page}", round(figure, 3), "auc", bar, abs(figure - 0.5) < bound, detail)


def _open(path: str) -> tuple[Line, str, str]:
    """Return a connection, the cookie against forged requests, and the token that belongs to it."""
    import http.client

    connection = http.client.HTTPConnection(HOST, PORT, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    if not found:
        raise RuntimeError(f"{path} has no form")
    return Line(PORT), cookie, found[1]


def _post(line: Line, path: str, cookie: str, data: dict[str, str]) -> float:
    """Return the milliseconds of an answer. Raises RuntimeError when it was stopped or broke."""
    body = urlencode(data).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    started = time.perf_counter()
    status = line.ask(head.encode() + body)
    milliseconds = (time.perf_counter() - started) * 1000
    if status not in {200, 302}:
        raise RuntimeError(f"{path} answered {status}")
    return milliseconds


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.enumeration", description=__doc__)
    parser.add_argument("--tries", type=int, default=TRIES)
    try:
        rows = enumeration(parser.parse_args().tries)
    finally:
        stage.stop()
    report.show(rows)
    report.write(rows)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
