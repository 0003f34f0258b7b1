"""A form that lies open: before its time is over the page asks whether somebody is there, and then it shows nothing more."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consent.models import Request, Signer, Use
from tests.browser.conftest import TABLET, NewPage
from tests.browser.test_sending import come_in, signer

__all__ = ["signer"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def page(live_server: Any, new_page: NewPage, signer: Signer) -> Page:
    """A tablet with the form, whose clock the test moves."""
    page = new_page(viewport=TABLET, locale="nl-NL", strict=False)
    page.clock.install()
    come_in(page, live_server.url, signer)
    return page


def test_a_tap_keeps_the_form_open_with_all_that_was_chosen(page: Page) -> None:
    page.locator("main fieldset.question input[type=radio]").first.check()
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.fast_forward("25:01")
    expect(page.get_by_role("alertdialog")).to_contain_text("Bent u er nog?")
    expect(page.locator("[data-awake-button]")).to_be_focused()
    with page.expect_response("**/sign/stay/") as stayed:
        page.keyboard.press("Enter")
    assert stayed.value.status == 204
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.fast_forward("10:00")
    assert page.url.endswith("/sign/form/")
    expect(page.locator("main fieldset.question input[type=radio]").first).to_be_checked()


def test_when_nobody_taps_the_page_leaves_and_shows_nothing_of_the_signer(page: Page) -> None:
    page.clock.fast_forward("30:01")
    page.wait_for_url("**/sign/ended/")
    assert "Jan de Wit" not in page.content()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_tablet_that_wakes_up_shows_what_changed_meanwhile_and_keeps_the_answers(page: Page) -> None:
    page.locator("main fieldset.question input[type=radio]").first.check()
    Use.objects.create(request=Request.objects.get(), channel="teaching", name="Lecture 17")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("is er iets veranderd aan wat we vragen")).to_be_visible()
    expect(page.locator("main legend", has_text="Lecture 17")).to_be_visible()
    expect(page.locator("main fieldset.question input[type=radio]").first).to_be_checked()
