"""``sign_page``, ``sign_page_weight``, ``sign_page_slow``: what a signer's page costs server, wire and tablet."""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from bench import client, slow_phone, stage
from bench.browser import Browser
from bench.chromium import SANDBOX, program
from bench.lookups import seed
from bench.report import Row, at_least, at_most

PORT = 18464
DATABASE_OF = 1000
SIGNERS = 8
LINES = 4
ROUNDS = 25
EACH = 240
OK = 200
MOST_BYTES, MOST_REQUESTS = 100 * 1024, 12


@contextmanager
def signers() -> Iterator[tuple[list[str], str]]:
    """Run the server; yield the cookies of signers who read their form, and the address of a link that nobody opened yet."""
    database = stage.prepare(DATABASE_OF)
    found = seed(database, "signers", SIGNERS + 1)
    with stage.web(database, port=PORT):
        yield [_read(token) for token in found["tokens"][:SIGNERS]], f"/sign/link/{found['tokens'][SIGNERS]}/"


def _read(token: str) -> str:
    """Walk a signer up to the signature, and return their cookies."""
    browser = Browser(PORT)
    path = browser.ask("GET", f"/sign/link/{token}/")
    browser.post(path, {})
    browser.post("/sign/", {"me": "yes"})
    browser.post("/sign/form/", browser.choices())
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def sign_page() -> Row:
    """Compare the form with a bare view that renders an empty template, on the same server, rounds taking turns."""
    with signers() as (cookies, _):
        ours = [client.get("/sign/form/", port=PORT, cookie=cookies[number % SIGNERS]) for number in range(EACH)]
        bare = [client.get("/bench/empty/", port=PORT)] * EACH
        pairs = []
        for turn in range(ROUNDS + 1):
            plain = client.rate(bare, port=PORT, lines=LINES, expected=OK)
            mine = client.rate(ours, port=PORT, lines=LINES, expected=OK)
            if turn:
                pairs.append((mine, plain))
    value = median(mine / plain for mine, plain in pairs)
    detail = f"{median(mine for mine, _ in pairs):.0f}/s; empty template {median(plain for _, plain in pairs):.0f}/s"
    return at_least("sign_page", value, 0.35, unit="ratio", detail=detail)


def sign_page_weight() -> list[Row]:
    """Count what goes over the wire at a first visit, with nothing in the cache: the heaviest of the signer's pages."""
    with signers() as (cookies, link), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program(), args=SANDBOX)
        pages = {
            path: _weight(chromium, path, cookies[0]) for path in (link, "/sign/", "/sign/form/", "/sign/signature/")
        }
        chromium.close()
    names = {path: path if path != link else "link" for path in pages}
    detail = "; ".join(f"{names[path]} {size / 1024:.1f} KB in {count}" for path, (size, count) in pages.items())
    size, count = max(size for size, _ in pages.values()), max(count for _, count in pages.values())
    return [
        at_most("sign_page_weight", size / 1024, MOST_BYTES / 1024, unit="KB", detail=detail),
        at_most("sign_page_requests", count, MOST_REQUESTS + 1, unit="requests", detail=detail),
    ]


def _weight(chromium: Chromium, path: str, cookie: str) -> tuple[int, int]:
    """Return the bytes that came over the wire, headers too, and the number of requests."""
    context = chromium.new_context(viewport={"width": 810, "height": 1080})
    site = f"http://localhost:{PORT}"
    if not path.startswith("/sign/link/"):
        pairs = [pair.split("=", 1) for pair in cookie.split("; ")]
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in pairs])
    page = context.new_page()
    sizes: list[int] = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    context.close()
    return sum(sizes), len(sizes)


def sign_page_slow() -> list[Row]:
    """Let Lighthouse judge link, form and signature as on a slow phone."""
    slow_phone.install()
    site = f"http://localhost:{PORT}"
    with signers() as (cookies, link):
        judged = {"link": slow_phone.judge(site + link)}
        for path in ("/sign/form/", "/sign/signature/"):
            judged[path] = slow_phone.judge(site + path, cookie=cookies[0])
    deaths = sum(found.deaths for found in judged.values())
    rows = []
    for name in slow_phone.CATEGORIES:
        scores = {path: found.points[name] for path, found in judged.items()}
        detail = "Lighthouse, mobile: " + "; ".join(f"{path} {score:.0f}" for path, score in scores.items())
        if deaths:
            detail += f"; the browser died in {deaths} further tries, which were made anew"
        rows.append(at_least(f"slow_{name}", min(scores.values()), 100, unit="points", detail=detail))
    return rows
