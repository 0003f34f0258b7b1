"""The signer's whole life by keyboard alone: Tab, arrows, Space, Enter and letters; the focus is always seen."""

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Page

from consent.models import Signature, Way
from consent.states import SignerStatus
from consent.wording import seed
from tests.browser.conftest import DESKTOP, NewPage
from tests.signing import browsing, making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOST_TABS = 60
FOCUS = """() => {
  const one = document.activeElement, seen = one.matches("input[type=radio]") ? one.closest("label") : one;
  const style = getComputedStyle(seen), own = getComputedStyle(one);
  const lit = each => (each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0) || each.boxShadow !== "none";
  const clock = one.type === "time" && !one.matches(":focus-visible"); // its button, which has the browser's own ring
  return clock || lit(style) || lit(own);
}"""


def reach(page: Page, selector: str) -> None:
    """Press Tab until something has the focus, which must be seen on the way."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert page.evaluate(FOCUS), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab on {page.url}")


def enter(page: Page, selector: str) -> None:
    """Reach a button and press it; wait for the next page."""
    reach(page, selector)
    page.evaluate("document.body.dataset.before = ''")
    page.keyboard.press("Enter")
    page.locator("body:not([data-before])").wait_for()
    page.wait_for_load_state()


def come_in(page: Page, address: str) -> None:
    page.goto(address)
    enter(page, "main form .button-main")
    enter(page, "[name=me][value=yes]")
    page.locator("main fieldset.question").first.wait_for()


def test_a_signer_signs_without_a_pointer(live_server: Any, new_page: NewPage, transactional_db: None) -> None:
    seed.load(apps, now=timezone.now())
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row, mail="")
    page = new_page(viewport=DESKTOP)
    come_in(page, live_server.url + browsing.link(who, Way.QR))
    names = list(making.answers(browsing.fresh(who)))
    for name in names:
        reach(page, f"[name='{name}']")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
    assert page.locator("main fieldset.question input:checked").count() == len(names)
    enter(page, "#form .button-main")
    reach(page, "[name=mark]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=mark][value=typed]").is_checked()
    reach(page, "[name=typed_name]")
    page.keyboard.type("Jan de Wit")
    enter(page, "[data-sign]")
    assert page.locator(".own-link").is_visible()
    assert Signature.objects.get().typed_name == "Jan de Wit"
    enter(page, "form[action='/sign/finish/'] button")
    assert page.locator(".done.last").is_visible()


def test_a_signer_says_no_without_a_pointer(live_server: Any, new_page: NewPage, transactional_db: None) -> None:
    seed.load(apps, now=timezone.now())
    who = making.signer(mail="")
    page = new_page(viewport=DESKTOP)
    come_in(page, live_server.url + browsing.link(who, Way.QR))
    enter(page, "[formaction='/sign/no/']")
    assert page.locator(".done.last").is_visible()
    who.refresh_from_db()
    assert who.status == SignerStatus.REFUSED
