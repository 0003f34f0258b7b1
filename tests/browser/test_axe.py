"""axe-core finds nothing on the main pages, in both languages, light and dark. W3C WCAG 2.2 AA, EN 301 549."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import people
from tests.browser.conftest import DESKTOP, PHONE

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return {passes: found.passes.length, violations: found.violations};
}"""
LOOKS = [("nl", False, PHONE), ("en", True, DESKTOP)]
"""Language, dark, width: each once; the markup is the same, only words, colours and folding differ."""

PUBLIC = ["/login/", "/verify/", "/nowhere/", "/demo/mailbox/", "/sign/link/nothing/", "/sign/ended/", "/mine/nothing/"]
STUDENT = "sam@student.example"
REVIEWER = "rosa@desk.example"
FACTOR_PAGES = ["/factor/", "/factor/app/", "/factor/passkeys/add/", "/factor/again/", "/factor/recovery/new/"]
STUDENTS_PAGES = ["/", "/account/", "/contact/", "/guidelines/", *FACTOR_PAGES[:3]]
DESKS_PAGES = [
    *FACTOR_PAGES,
    "/account/",
    "/invites/",
    "/desk/ambassadors/",
    "/desk/",
    "/desk/?state=all",
    "/look-up/?number=A4P7WJN",
]
STEPS = ["what", "where", "who", "when", "check"]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{'dark' if look[1] else 'light'}")
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page in one language and one colour scheme, on which axe may run in spite of the Content-Security-Policy."""
    language, dark, (width, height) = request.param
    context = browser.new_context(
        bypass_csp=True,
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    made = context.new_page()
    made.set_default_timeout(30_000)
    people.speak(made, site, language)
    yield made
    context.close()


def found(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands."""
    page.evaluate(AXE.read_text())
    result: dict[str, Any] = page.evaluate(RUN, TAGS)
    assert result["passes"], f"axe looked at nothing on {page.url}"
    lines: list[str] = []
    for one in result["violations"]:
        where = "; ".join(str(node["target"]) for node in one["nodes"][:3])
        lines.append(f"{page.url}: {one['id']}: {one['help']}: {where}")
    return lines


def visit(page: Page, site: str, paths: list[str]) -> list[str]:
    """Open every path and return what axe finds on all of them."""
    lines: list[str] = []
    for path in paths:
        page.goto(f"{site}{path}")
        lines += found(page)
    return lines


def links(page: Page, pattern: str) -> list[str]:
    """Return the paths of the page's links that match."""
    hrefs = [link.get_attribute("href") or "" for link in page.locator("main a[href]").all()]
    return sorted({href for href in hrefs if re.fullmatch(pattern, href)})


def test_axe_finds_nothing_on_public_pages(site: str, page: Page) -> None:
    assert visit(page, site, PUBLIC) == []


def test_axe_finds_nothing_on_a_students_pages(site: str, page: Page) -> None:
    people.log_in(page, site, STUDENT)
    page.goto(f"{site}/")
    mine = links(page, r"/requests/\w+/")
    drafts = links(page, r"/requests/\w+/step/\w+/")
    assert mine
    assert drafts
    wizard = [drafts[0].replace("/step/what/", f"/step/{step}/") for step in STEPS]
    assert visit(page, site, [*STUDENTS_PAGES, *mine[:2], *wizard]) == []


def test_axe_finds_nothing_in_a_wizard_step_with_errors(site: str, page: Page) -> None:
    people.log_in(page, site, STUDENT)
    page.goto(f"{site}/")
    page.goto(f"{site}{links(page, r'/requests/\w+/step/\w+/')[0]}")
    page.fill("[name=title]", "")
    people.go_on(page)
    page.locator(".error-summary").wait_for()
    assert found(page) == []


def test_axe_finds_nothing_at_the_desk(site: str, page: Page) -> None:
    people.log_in(page, site, REVIEWER)
    page.goto(f"{site}/desk/?state=all")
    requests = links(page, r"/desk/requests/\w+/")
    assert requests
    assert visit(page, site, [*DESKS_PAGES, *requests[:2]]) == []


def test_axe_finds_nothing_on_a_signers_pages(site: str, page: Page) -> None:
    people.log_in(page, site, STUDENT)
    page.goto(f"{site}/")
    for path in links(page, r"/requests/\w+/"):
        page.goto(f"{site}{path}")
        if page.locator('form[action$="/hand-over/"]').count():
            break
    people.press(page, "/hand-over/")
    page.wait_for_url(re.compile("/sign/"))
    lines = found(page)
    page.locator("[name=me][value=yes]").click()
    page.wait_for_url(re.compile("/sign/form/"))
    lines += found(page)
    page.locator("#form button.button-main").click()
    page.locator("main fieldset.question .error").first.wait_for()
    lines += found(page)
    for question in page.locator("main fieldset.question").all():
        question.locator("input[type=radio]").first.check(force=True)
    page.locator("#form button.button-main").click()
    page.wait_for_url(re.compile("/sign/signature/"))
    for mark in ("drawn", "typed", "assisted"):
        page.locator(f"[name=mark][value={mark}]").check(force=True)
        lines += found(page)
    assert lines == []
