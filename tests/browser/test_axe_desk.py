"""Every page that is not a signer's: axe-core finds nothing, light and dark, and nothing is wider than a screen of 320 px.

W3C WCAG 2.2 AA, EN 301 549; 1.4.10 (reflow) asks for 320 px. One load a page: dark and narrow are looked at in place.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import people, tour
from tests.browser.conftest import DESKTOP
from tests.browser.test_axe import AXE, TAGS

pytestmark = pytest.mark.slow

NARROW = (320, 640)
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"
"""A colour that is still on its way from light to dark is no colour of ours."""
WHOLE = """async tags => {
  const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return {passes: found.passes.length, violations: found.violations};
}"""
COLOURS = """async () => {
  const found = await axe.run(document, {runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}});
  return {passes: found.passes.length, violations: found.violations};
}"""
WIDER = """width => {
  const wide = [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > width + 1);
  return document.documentElement.scrollWidth > width ? wide.slice(0, 3).map(one => one.outerHTML.slice(0, 90)) : [];
}"""
type Walk = Callable[[Page, str], Iterator[str]]


@pytest.fixture(params=["nl", "en"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page in one language, on which axe may run in spite of the Content-Security-Policy."""
    context = browser.new_context(
        bypass_csp=True, viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, reduced_motion="reduce"
    )
    made = context.new_page()
    made.set_default_timeout(30_000)
    people.speak(made, site, request.param)
    yield made
    context.close()


def told(found: dict[str, Any]) -> list[str]:
    """Return a line for each thing that axe found."""
    assert found["passes"], "axe looked at nothing"
    return [
        f"{one['id']}: {'; '.join(str(node['target']) for node in one['nodes'][:3])}" for one in found["violations"]
    ]


def judged(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands: light, then dark, then narrow; it is left as it was."""
    page.add_style_tag(content=STILL)
    page.evaluate(AXE.read_text())
    lines = told(page.evaluate(WHOLE, TAGS))
    page.emulate_media(color_scheme="dark")
    lines += [f"dark: {line}" for line in told(page.evaluate(COLOURS))]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    lines += [f"wider than {NARROW[0]} px: {one}" for one in page.evaluate(WIDER, NARROW[0])]
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return lines


@pytest.mark.parametrize(
    ("walk", "least"),
    [(tour.public, 12), (tour.entry, 10), (tour.student, 20), (tour.desk, 16), (tour.administrator, 12)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_nothing_is_wrong_with_the_pages(site: str, page: Page, walk: Walk, least: int) -> None:
    seen, wrong = [], []
    for name in walk(page, site):
        seen.append(name)
        wrong += [f"{name}: {line}" for line in judged(page)]
    assert wrong == []
    assert len(seen) >= least, seen
