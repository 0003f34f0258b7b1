"""People who sign over a bad connection, each by the rule of the page: the same is sent again until the server answered.

Most are clients of HTTP with the rule of ``static/js/signer/send.js``; ``in_a_browser`` is that page itself in Chromium.
"""

import http.client
import json
import re
import time
from collections.abc import Callable

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from bench.browser import HIDDEN, HOST, Browser, Unexpected
from demo.drawing import signature as drawing

UNSURE = frozenset({408, 500, 502, 503, 504})
SAVED = re.compile(r'class="[^"]*\bown-link\b')
PATIENCE = 180
"""Seconds after which a person gives up; nobody may have to."""
type Stored = Callable[[int], int]
"""How many signatures of a signer are stored, asked of the database itself."""


class Untrue(AssertionError):
    """A page said something that was not the case."""


class Patient(Browser):
    """A browser that sends the same again until the server answered."""

    tries = 0

    def ask(self, method: str, path: str, body: str = "") -> str:
        """Send a request until it is answered, follow where it leads, and return the path of the page that is shown."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.tries += 1
            self.connection.close()
            self.connection = http.client.HTTPConnection(HOST, self.connection.port, timeout=15)
            try:
                return super().ask(method, path, body)
            except Unexpected as error:
                if error.status not in UNSURE:
                    raise
            except (OSError, http.client.HTTPException):
                pass
            if time.monotonic() > deadline:
                raise TimeoutError(f"{method} {path} was never answered")
            time.sleep(0.2)


def by_protocol(port: int, *, signer: int, token: str, stored: Stored) -> int:
    """Sign as a client of HTTP; return how many requests it took. Raises Untrue."""
    person = Patient(port)
    path = person.ask("GET", f"/sign/link/{token}/")
    person.post(path, {})
    person.post("/sign/", {"me": "yes"})
    path = person.post("/sign/form/", person.choices())
    digest = HIDDEN.search(person.page)
    mark = {"mark": "drawn", "strokes": json.dumps(drawing("Jan de Wit")), "sheet_sha256": digest[1] if digest else ""}
    person.post(path, mark)
    if not SAVED.search(person.page):
        raise Untrue(f"signer {signer} was not told that it is saved: {person.page[:500]}")
    if stored(signer) != 1:
        raise Untrue(f"signer {signer} was told that it is saved; stored: {stored(signer)}")
    return person.tries


def in_a_browser(page: Page, site: str, *, token: str) -> None:
    """Walk until only the last button is to be pressed."""
    page.goto(f"{site}/sign/link/{token}/")
    page.locator("main form .button-main").click()
    page.locator("[name=me][value=yes]").click()
    page.locator("main fieldset.question").first.wait_for()
    for question in page.locator("main fieldset.question").all():
        question.locator("input[type=radio]").first.check(force=True)
    page.locator("#form .button-main").click()
    page.locator("[name=mark][value=typed]").check(force=True)
    page.fill("[name=typed_name]", "Jan de Wit")


def told(page: Page, *, signer: int, stored: Stored) -> list[str]:
    """Watch a page until it says that it is saved; return what it said on the way, each once. Raises Untrue."""
    said: list[str] = []
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        before = stored(signer)
        try:
            saved = page.locator(".own-link").count() > 0
            box = page.locator("[data-sending][data-state]")
            state = str(box.get_attribute("data-state", timeout=500)) if box.count() else ""
        except BrowserError:  # the page was swapped for the next one at this moment
            continue
        if state and state not in said:
            said.append(state)
        if state in {"offline", "again"} and before:
            raise Untrue(f"signer {signer} was told {state!r}, and it is stored")
        if saved:
            if stored(signer) != 1:
                raise Untrue(f"signer {signer} was told that it is saved; stored: {stored(signer)}")
            return said
        page.wait_for_timeout(100)
    raise Untrue(f"signer {signer} was never told that it is saved; the page said {said}")
