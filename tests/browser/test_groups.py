"""A group in a real browser: a phone that scans the code, and one tablet that goes round and tells nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from consent.groups import operations
from consent.models import Enrolment, Refusal, Signature, Subject
from consent.wording import seed
from tests import factories
from tests.browser.conftest import DESKTOP, PHONE, TABLET, NewPage
from tests.browser.eyes import Eyes
from tests.groups.making import address
from tests.signing import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FORMER, LATTER, NAMED = "Daan Visser", "Emma de Jong", "Somebody Else"


@pytest.fixture
def enrolment(transactional_db: None) -> Enrolment:
    seed.load(apps, now=timezone.now())
    row = making.collecting(title="Secret of the student")
    making.second_person(row, NAMED)
    now = timezone.now()
    return operations.open_enrolment(
        request_id=row.pk, by=row.requester, places=25, ends_at=now + timedelta(hours=1), now=now
    )


def log_in(page: Page, site: str, enrolment: Enrolment) -> None:
    page.goto(f"{site}/login/")
    page.fill("[name=login]", enrolment.opened_by.email)
    page.fill("[name=password]", factories.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/")


def enrol(page: Page, name: str) -> None:
    page.fill("[name=name]", name)
    page.check("[name=kind][value=student]")
    page.check("[name=age_group][value=adult]")
    page.click("#form .button-main")
    page.wait_for_url("**/sign/")
    expect(page.locator("#who")).to_contain_text(name)


def to_the_form(page: Page) -> None:
    page.click("button[name=me][value=yes]")
    page.wait_for_url("**/sign/form/")


def sign(page: Page) -> None:
    to_the_form(page)
    for question in page.query_selector_all("fieldset.question"):
        question.query_selector_all("input[type=radio]")[0].check()
    page.click("#form .button-main")
    page.wait_for_url("**/sign/signature/")
    page.check("#id_mark_typed")
    page.fill("[name=typed_name]", FORMER)
    page.click("[data-sign]")
    page.wait_for_selector(".own-link, .done")


def pass_round(page: Page, site: str, enrolment: Enrolment) -> None:
    log_in(page, site, enrolment)
    page.goto(f"{site}/requests/{enrolment.request.number}/group/")
    page.click("form[action$='/group/tablet/'] button")
    page.wait_for_url("**/next/")


def tells_nothing(page: Page, site: str) -> None:
    """Nothing of the former, of the others or of the student: on the page, in storage, back, forward, by address."""
    secrets = (FORMER, NAMED, "Secret of the student")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    for _ in range(page.evaluate("Math.min(history.length, 12)")):
        page.evaluate("history.back()")
        page.wait_for_timeout(250)
        page.wait_for_load_state()
        shown = all_of(page)
        for secret in secrets:
            assert secret not in shown, page.url
    for path in ("/sign/", "/sign/form/", "/sign/signature/", "/sign/thanks/", "/next/", "/next/form/"):
        page.goto(site + path)
        for secret in secrets:
            assert secret not in page.content(), path
    page.goto(f"{site}/next/")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def all_of(page: Page) -> str:
    """Return the page and what its fields hold, once it stands still: going back takes its time on a busy machine."""
    for _ in range(40):
        try:
            typed: str = page.evaluate("[...document.querySelectorAll('input')].map(one => one.value).join()")
            return page.content() + typed
        except Error:
            page.wait_for_timeout(250)
    raise AssertionError(f"{page.url} never stood still")


def counts(screen: Page, *, enrolled: int, answered: int) -> None:
    """The screen counts by itself, within a few seconds."""
    expect(screen.locator(".group-count strong")).to_have_text([str(enrolled), str(answered)], timeout=15_000)


def test_a_phone_enrols_and_signs_and_the_screen_counts(
    live_server: Any, new_page: NewPage, enrolment: Enrolment
) -> None:
    screen = new_page()
    log_in(screen, live_server.url, enrolment)
    screen.goto(f"{live_server.url}/requests/{enrolment.request.number}/group/screen/")
    counts(screen, enrolled=0, answered=0)
    phone = new_page(viewport=PHONE, touch=True)
    phone.goto(live_server.url + address(enrolment))
    enrol(phone, FORMER)
    counts(screen, enrolled=1, answered=0)
    sign(phone)
    counts(screen, enrolled=1, answered=1)
    assert FORMER not in screen.content()
    assert Signature.objects.get().way == "qr"


def test_a_double_tap_and_going_back_enrol_once(live_server: Any, new_page: NewPage, enrolment: Enrolment) -> None:
    phone = new_page(viewport=PHONE, touch=True)
    phone.goto(live_server.url + address(enrolment))
    phone.fill("[name=name]", FORMER)
    phone.check("[name=kind][value=student]")
    phone.check("[name=age_group][value=adult]")
    phone.dblclick("#form .button-main")
    phone.wait_for_url("**/sign/")
    phone.goto(live_server.url + address(enrolment))
    expect(phone.locator("a[href='/sign/']")).to_be_visible()
    assert Subject.objects.filter(name=FORMER).count() == 1


def test_after_a_yes_the_tablet_tells_the_next_person_nothing(
    live_server: Any, new_page: NewPage, enrolment: Enrolment
) -> None:
    page = new_page(viewport=TABLET, touch=True, strict=False)
    pass_round(page, live_server.url, enrolment)
    page.click("a[href='/next/form/']")
    enrol(page, FORMER)
    sign(page)
    page.click("form[action='/sign/finish/'] button")
    page.wait_for_url("**/next/")
    tells_nothing(page, live_server.url)
    page.click("a[href='/next/form/']")
    enrol(page, LATTER)
    assert FORMER not in page.content()
    assert Signature.objects.count() == 1


def test_after_a_no_and_after_walking_off_it_tells_nothing_either(
    live_server: Any, new_page: NewPage, enrolment: Enrolment
) -> None:
    page = new_page(viewport=TABLET, touch=True, strict=False)
    pass_round(page, live_server.url, enrolment)
    page.click("a[href='/next/form/']")
    enrol(page, FORMER)
    to_the_form(page)
    page.click("[formaction='/sign/no/']")
    page.wait_for_url("**/next/")
    tells_nothing(page, live_server.url)
    assert Refusal.objects.count() == 1
    page.click("a[href='/next/form/']")
    enrol(page, FORMER)
    to_the_form(page)
    page.locator("fieldset.question input[type=radio]").first.check()
    page.click("form.leave button")
    page.wait_for_url("**/next/")
    tells_nothing(page, live_server.url)


def test_only_the_requester_who_logs_in_ends_the_queue(
    live_server: Any, new_page: NewPage, enrolment: Enrolment
) -> None:
    page = new_page(viewport=TABLET, touch=True, strict=False)
    pass_round(page, live_server.url, enrolment)
    page.goto(f"{live_server.url}/requests/{enrolment.request.number}/")
    assert "/login/" in page.url
    page.goto(f"{live_server.url}/next/")
    expect(page.locator("a[href='/next/form/']")).to_be_visible()
    log_in(page, live_server.url, enrolment)
    page.goto(f"{live_server.url}/next/")
    page.wait_for_url(f"{live_server.url}/")


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_everybody_can_use_the_pages_of_who_enrols(
    live_server: Any, new_page: NewPage, enrolment: Enrolment, locale: str
) -> None:
    page = new_page(viewport=PHONE, locale=locale, strict=False)
    eyes, site = Eyes(page), live_server.url
    for name, path in {"code": "/join/", "unknown": "/join/nothing/", "enrol": address(enrolment)}.items():
        page.goto(site + path)
        eyes.look(name)
    page.click("#form .button-main")
    page.wait_for_selector(".error-summary")
    eyes.look("enrol, nothing filled in")
    page.fill("[name=name]", FORMER)
    page.check("[name=kind][value=patient]")
    page.check("[name=age_group][value=adult]")
    page.click("#form .button-main")
    page.wait_for_selector(".last")
    eyes.look("the desk first")
    assert eyes.wrong == []


def test_everybody_can_use_the_pages_around_them(live_server: Any, new_page: NewPage, enrolment: Enrolment) -> None:
    page = new_page(viewport=DESKTOP, strict=False)
    site, here = live_server.url, f"{live_server.url}/requests/{enrolment.request.number}/group/"
    log_in(page, site, enrolment)
    eyes = Eyes(page, signers=False)
    for path in ("", "screen/"):
        page.goto(here + path)
        eyes.look(f"own {path}")
    operations.close(enrolment_id=enrolment.pk, by=enrolment.opened_by, now=timezone.now())
    page.goto(here)
    page.click("main form button")
    page.wait_for_selector("[aria-invalid=true]")
    eyes.look("open, nothing filled in")
    page.fill("[name=places]", "25")
    page.check("[name=there]")
    page.click("main form button")
    page.wait_for_selector(".group-screen")
    page.goto(here)
    page.click("form[action$='/group/tablet/'] button")
    page.wait_for_url("**/next/")
    eyes.signers = True
    eyes.look("next person")
    page.click("a[href='/next/form/']")
    enrol(page, FORMER)
    eyes.look("start, in a queue")
    assert [
        line for line in eyes.wrong if "tool-name" not in line
    ] == []  # on a phone the header's name is read, not seen
