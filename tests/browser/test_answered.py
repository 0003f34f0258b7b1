"""What was missing is gone from the page once it is there: nobody reads that an answer is missing beside their answer."""

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import expect

from consent.wording import seed
from tests.browser.conftest import PHONE, NewPage
from tests.browser.test_handed_over import draw
from tests.browser.test_sending import choose, come_in
from tests.signing import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_an_answer_takes_its_error_away_and_the_last_one_the_whole_summary(
    live_server: Any, new_page: NewPage, transactional_db: None
) -> None:
    seed.load(apps, now=timezone.now())
    row = making.collecting()
    page = new_page(viewport=PHONE, locale="nl-NL")
    come_in(page, live_server.url, making.signer(row, mail=""))
    questions = page.locator("fieldset.question")
    for place in range(2, questions.count()):
        questions.nth(place).locator("input[type=radio]").first.check()
    page.evaluate("document.querySelector('#form').noValidate = true")
    page.click("#form .button-main")
    missing, summary = page.locator("fieldset.question .error"), page.locator(".error-summary li")
    expect(missing).to_have_count(2)
    expect(summary).to_have_count(2)
    questions.nth(1).locator("input[type=radio]").first.check()
    expect(questions.nth(1).locator(".error")).to_have_count(0)
    assert questions.nth(1).get_attribute("aria-describedby") is None
    expect(summary).to_have_count(1)
    expect(questions.nth(0).locator(".error")).to_be_visible()
    questions.nth(0).locator("input[type=radio]").last.check()
    expect(page.locator(".error, .error-summary")).to_have_count(0)
    page.click("#form .button-main")
    page.wait_for_url("**/sign/signature/")


def test_on_the_last_page_each_field_takes_its_own_error_away_and_no_other(
    live_server: Any, new_page: NewPage, transactional_db: None
) -> None:
    seed.load(apps, now=timezone.now())
    row = making.collecting()
    page = new_page(viewport=PHONE, locale="nl-NL", strict=False)
    come_in(page, live_server.url, making.patient(row, "Hendrik de Wit", mail=""))
    choose(page)
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.click("[data-sign]")
    summary = page.locator(".error-summary li")
    expect(summary).to_have_count(2)
    page.fill("[name=confirmed_by]", "Femke Bos, verpleegkundige")
    expect(page.locator("#id_confirmed_by_error")).to_have_count(0)
    assert page.locator("[name=confirmed_by]").get_attribute("aria-invalid") is None
    expect(summary).to_have_count(1)
    expect(page.locator("#mark_error")).to_be_visible()
    page.check("[name=mark][value=drawn]")
    expect(page.locator(".error-summary, #mark_error")).to_have_count(0)
    page.click("[data-sign]")
    expect(page.locator("#strokes_error")).to_be_visible()
    draw(page)
    expect(page.locator("#strokes_error, .error-summary")).to_have_count(0)
