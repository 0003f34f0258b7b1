"""A crawl of the running demo in a real browser: every response carries the headers, and the console reports nothing.

Pages, what they load, static files, downloads and errors, as a stranger, as a student and at the desk.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.access.test_headers import EVERYWHERE
from tests.browser.people import log_in

pytestmark = pytest.mark.slow

MOST_PAGES = 45
NOT_FOLLOWED = ("/logout/", "/demo/")
ERRORS = (
    "/nothing/",
    "/requests/XYZ/",
    "/static/nothing.css",
    "/sign/",
    "/sign/stay/",
    "/documents/1/",
    "/mine/unknown/",
)
FILES = re.compile(r"/documents/|/bundle/|/export/|/copy/|/csv/|/workbook/|/pdf/|[.](csv|pdf|json)\b")
"""What the browser keeps or shows in its own reader: it is fetched without it."""
PUBLIC_FILES = ("/static/",)


@dataclass
class Seen:
    """What a crawl saw."""

    responses: dict[str, int] = field(default_factory=dict)
    without: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def look(self, response: Response) -> None:
        """Check the headers of one response."""
        if urlsplit(response.url).scheme not in {"http", "https"}:
            return
        self.check(response.url, response.status, response.all_headers())

    def check(self, url: str, status: int, headers: dict[str, str]) -> None:
        """Note what is missing."""
        self.responses[url] = status
        for name, value in EVERYWHERE.items():
            if headers.get(name.lower()) != value:
                self.without.append((url, name))
        if not urlsplit(url).path.startswith(PUBLIC_FILES) and "no-store" not in headers.get("cache-control", ""):
            self.without.append((url, "no-store"))

    def listen(self, said: ConsoleMessage) -> None:
        """Note what the console says, but for the statuses that were asked for."""
        if said.type in {"error", "warning"} and "Failed to load resource" not in said.text:
            self.said.append(f"{said.location}: {said.text}")


def watched(context: BrowserContext, seen: Seen) -> Page:
    """A page whose responses and console are watched."""
    page = context.new_page()
    page.on("response", seen.look)
    page.on("console", seen.listen)
    page.on("pageerror", lambda error: seen.said.append(f"{page.url}: {error}"))
    return page


def links(page: Page, site: str) -> Iterator[str]:
    """The addresses of this site that the page leads to."""
    for href in page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))"):
        address = urldefrag(urljoin(page.url, href)).url
        if address.startswith(f"{site}/") and not urlsplit(address).path.startswith(NOT_FOLLOWED):
            yield address


def crawl(page: Page, site: str, seen: Seen, first: str = "/") -> None:
    """Follow links, the shallow first; what is a download is fetched without the browser."""
    waiting, done = [site + first], set[str]()
    while waiting and len(done) < MOST_PAGES:
        address = waiting.pop(0)
        shape = "".join("0" if one.isdigit() else one for one in address)
        if shape in done:
            continue
        done.add(shape)
        if FILES.search(address):
            answer = page.request.get(address)
            seen.check(address, answer.status, answer.headers)
        else:
            page.goto(address)
            waiting += links(page, site)
    for path in ERRORS:
        answer = page.request.get(site + path)
        seen.check(site + path, answer.status, answer.headers)


@pytest.mark.parametrize("mail", ["", "sam@student.example", "rosa@desk.example", "ada@desk.example"])
def test_every_response_carries_the_headers_and_the_console_is_silent(mail: str, site: str, browser: Browser) -> None:
    context, seen = browser.new_context(locale="en-GB"), Seen()
    page = watched(context, seen)
    if mail:
        log_in(page, site, mail)
    crawl(page, site, seen, first="/" if mail else "/login/")
    context.close()
    sys.stdout.write(f"{mail or 'a stranger'}: {len(seen.responses)} addresses, {len(seen.without)} without a header\n")
    assert len(seen.responses) > (20 if mail else 10)
    assert {404, 403} <= set(seen.responses.values())
    assert seen.without == []
    assert seen.said == []


def test_a_page_that_breaks_the_policy_would_be_heard(site: str, browser: Browser) -> None:
    context, seen = browser.new_context(), Seen()
    page = watched(context, seen)
    page.goto(f"{site}/contact/")
    page.evaluate("document.body.appendChild(document.createElement('script')).textContent = 'window.broken = 1'")
    assert any("Content Security Policy" in said for said in seen.said)
    assert page.evaluate("window.broken") is None
    context.close()
