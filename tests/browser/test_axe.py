"""Every page that is not a signer's: axe-core finds nothing, light and dark, and nothing is wider than a screen of 320 px.

W3C WCAG 2.2 AA, EN 301 549; 1.4.10 (reflow) asks for 320 px. One load a page: dark and narrow are looked at in place.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import linked, people, tour
from tests.browser.conftest import DESKTOP
from tests.browser.eyes import Eyes

pytestmark = pytest.mark.slow
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


@pytest.mark.parametrize(
    ("walk", "least"),
    [(tour.public, 12), (tour.entry, 10), (tour.student, 20), (tour.desk, 16), (tour.administrator, 17)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_nothing_is_wrong_with_the_pages(site: str, page: Page, walk: Walk, least: int) -> None:
    eyes = Eyes(page, signers=False)
    for name in walk(page, site):
        eyes.look(name)
    assert eyes.wrong == []
    assert len(eyes.seen) >= least, eyes.seen


@pytest.mark.parametrize(("mail", "least"), [(tour.STUDENT, 15), (tour.ADMINISTRATOR, 40)])
def test_nothing_is_wrong_with_any_page_that_links_lead_to(site: str, page: Page, mail: str, least: int) -> None:
    people.log_in(page, site, mail)
    eyes = Eyes(page, signers=False)
    for path in linked.walk(page, site):
        eyes.look(path)
    assert eyes.wrong == []
    assert len(eyes.seen) >= least, eyes.seen
