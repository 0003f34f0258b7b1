"""The keyboard alone: a consent form is drafted, changed, looked at, published; a request is filed (WCAG 2.1.1, 2.4.7)."""

import re
import time
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from consent.models import Request, Wording, WordingText
from tests import factories
from tests.browser.conftest import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

MOST_TABS = 250
VISIBLE = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const label = one.labels && one.labels[0] ? getComputedStyle(one.labels[0]) : style;
  const ringed = look => (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none";
  return ringed(style) || ringed(label) || (one.parentElement && ringed(getComputedStyle(one.parentElement)));
}"""


def come(page: Page, site: str, user: User, *, hours_ago: int = 0) -> None:
    """Open the browser of somebody who logged in some hours ago."""
    client = Client()
    factories.log_in(client, user)
    session = client.session
    for method in session.get(METHODS, []):
        method["at"] = time.time() - hours_ago * 3600
    session[METHODS] = session.get(METHODS, [])
    session.save()
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([
        {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site},
        {"name": "language", "value": "en", "url": site},
    ])  # fmt: skip


def reach(page: Page, wanted: str, *, key: str = "Tab") -> None:
    """Press Tab until what is wanted has the focus, and see that it shows."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            assert page.evaluate(VISIBLE), f"the focus on {wanted} cannot be seen"
            return
    raise AssertionError(f"{MOST_TABS} times {key} did not reach {wanted} on {page.url}")


def press(page: Page, wanted: str, *, key: str = "Tab") -> None:
    """Go to a button or link and press Enter."""
    reach(page, wanted, key=key)
    page.keyboard.press("Enter")


def write(page: Page, wanted: str, text: str) -> None:
    """Go to a box and type, in place of what stands there."""
    reach(page, wanted)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose(page: Page, name: str, value: str) -> None:
    """Go to a list and press the arrow down until a value is chosen."""
    reach(page, f"[name={name}]")
    for _ in range(30):
        if page.locator(f"[name={name}]").input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} never was {value}")


def tick(page: Page, name: str, value: str) -> None:
    """Go to a row of radio buttons or a box, and choose by arrows and space."""
    box = f"[name={name}][value={value}]"
    if page.locator(box).get_attribute("type") == "checkbox":
        reach(page, box)
        page.keyboard.press("Space")
    else:
        reach(page, f"[name={name}]")
        page.keyboard.press("Space")
        for _ in range(6):
            if page.evaluate("box => document.activeElement.matches(box)", box):
                break
            page.keyboard.press("ArrowDown")
    expect(page.locator(box)).to_be_checked()


def test_a_consent_form_is_drafted_changed_and_published(live_server: Any, new_page: NewPage) -> None:
    site = live_server.url
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    secret = generate_totp_secret()
    TOTP.activate(rosa, secret)
    page = new_page()
    page.goto(f"{site}/verify/")  # the first page of a server takes its time
    come(page, site, rosa)
    page.goto(f"{site}/desk/consent-forms/")
    press(page, 'form[action$="/draft/"] button')
    page.wait_for_url(re.compile(r"/consent-forms/\d+/$"))

    title = "Consent to a recording, in short"
    write(page, 'textarea[name="text:en:title"]', title)
    page.keyboard.press("Tab")
    expect(page.locator("[data-wording-state]")).to_have_text("Everything is stored.")
    draft = Wording.objects.get(published_at=None)
    assert WordingText.objects.get(wording=draft, language="en", key="title").text == title

    with page.context.expect_page() as opened:
        press(page, 'a[href$="/page/en/"]', key="Shift+Tab")
    expect(opened.value.locator("h1").first).to_have_text(title)
    opened.value.close()

    page.context.clear_cookies()
    come(page, site, rosa, hours_ago=2)
    press(page, 'a[href$="/publish/"]')
    page.wait_for_url(re.compile("/factor/again/"))
    write(page, "[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/publish/$"))
    write(page, "[name=summary]", "A shorter title")
    press(page, "main form.card button.btn-primary")
    page.wait_for_url(re.compile("/desk/consent-forms/$"))
    expect(page.locator("main")).to_contain_text("Version 2")
    draft.refresh_from_db()
    assert (draft.version, draft.published_by, draft.summary) == (2, rosa, "A shorter title")


def test_a_request_is_filed(live_server: Any, new_page: NewPage) -> None:
    site = live_server.url
    sam = factories.user(language="en")
    page = new_page()
    page.goto(f"{site}/verify/")
    come(page, site, sam)
    page.goto(f"{site}/")
    press(page, 'form[action$="/requests/new/"] button')
    _what(page)
    _where(page)
    _who(page)
    _when(page)
    for box in page.locator("main input[type=checkbox]").all():
        reach(page, f"[name={box.get_attribute('name')}]")
        page.keyboard.press("Space")
        expect(box).to_be_checked()
    onward(page)
    page.wait_for_url(re.compile(r"/requests/\w+/$"))
    row = Request.objects.get()
    assert (row.title, row.status, row.subjects.get().name) == ("A morning", "collecting", "Kim Bos")


def onward(page: Page) -> None:
    """Press the step's main button."""
    press(page, "main button.btn-primary[form=wizard]")


def _what(page: Page) -> None:
    page.wait_for_url(re.compile("/step/what/"))
    write(page, "[name=title]", "A morning")
    write(page, "[name=purpose]", "Photos for a blog about my internship.")
    tick(page, "media", "photo")
    tick(page, "origin", "new")
    reach(page, "[name=programme]")
    page.keyboard.press("ArrowDown")
    tick(page, "permitted_party", "student")
    onward(page)


def _where(page: Page) -> None:
    page.wait_for_url(re.compile("/step/where/"))
    choose(page, "use-channel", "teaching")
    write(page, "[name=use-name]", "Physiology 3")
    press(page, "#use-form > button")
    expect(page.locator("main")).to_contain_text("Physiology 3")
    tick(page, "uses_brand", "no")
    onward(page)


def _who(page: Page) -> None:
    page.wait_for_url(re.compile("/step/who/"))
    write(page, "[name=person-name]", "Kim Bos")
    choose(page, "person-kind", "student")
    choose(page, "person-age_group", "adult")
    write(page, "[name=person-mail]", "kim@student.example")
    press(page, "#person-form > button")
    expect(page.locator("main")).to_contain_text("Kim Bos")
    onward(page)


def _when(page: Page) -> None:
    page.wait_for_url(re.compile("/step/when/"))
    for name, hour in (("starts_at", "10"), ("ends_at", "11")):
        reach(page, f"[name={name}]")
        page.keyboard.type("10102030")  # day and month, or month and day: the browser's own language decides
        page.keyboard.press("Tab")
        page.keyboard.type(f"{hour}00A")
    write(page, "[name=place]", "Lecture hall 3")
    tick(page, "clinical_area", "no")
    onward(page)
    page.wait_for_url(re.compile("/step/check/"))
