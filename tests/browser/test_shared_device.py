"""The student's browser in the signer's hands: back, history, another tab, storage, filled-in fields, what was cached."""

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Page

from consent.models import Signer
from consent.wording import seed
from tests import factories
from tests.browser.conftest import TABLET, NewPage
from tests.browser.test_handed_over import hand_over
from tests.signing import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SECRETS = ("Secret of the student", "Wilhelmina Other")


@pytest.fixture
def signer(transactional_db: None) -> Signer:
    seed.load(apps, now=timezone.now())
    row = making.collecting(title="Secret of the student")
    making.second_person(row)
    making.signer(row, "Wilhelmina Other", mail="other@mail.example")
    return making.signer(row, mail="")


def told(page: Page) -> str:
    """Everything that the page holds: its text and every field."""
    fields = page.evaluate("[...document.querySelectorAll('input,textarea')].map(one => one.value).join(' ')")
    return f"{page.content()} {fields}"


@pytest.fixture
def handed(live_server: Any, new_page: NewPage, signer: Signer) -> Page:
    page = new_page(viewport=TABLET, locale="nl-NL", strict=False)
    hand_over(page, live_server.url, signer)
    return page


def students_pages(site: str, signer: Signer) -> list[str]:
    number = signer.subject.request.number
    paths = ("/", f"/requests/{number}/", f"/requests/{number}/step/who/", f"/requests/{number}/publications/")
    return [site + path for path in (*paths, f"/look-up/?number={number}", "/account/", "/desk/")]


def test_no_way_back_leads_to_the_student(handed: Page, live_server: Any, signer: Signer) -> None:
    for _ in range(6):
        handed.go_back()
        handed.wait_for_load_state()
        held = told(handed)
        assert [secret for secret in SECRETS if secret in held] == [], handed.url
        assert f"/requests/{signer.subject.request.number}/" not in handed.url or "/login/" in handed.url
        if handed.url == "about:blank":
            break


def test_another_tab_and_every_address_of_the_student_ask_for_a_login(
    handed: Page, live_server: Any, signer: Signer
) -> None:
    tab = handed.context.new_page()
    for address in students_pages(live_server.url, signer):
        tab.goto(address)
        assert "/login/" in tab.url, address
        held = told(tab)
        assert [secret for secret in SECRETS if secret in held] == [], address


def test_the_cache_holds_no_page_of_the_student(handed: Page, live_server: Any, signer: Signer) -> None:
    addresses = students_pages(live_server.url, signer)
    kept = handed.evaluate(
        """async addresses => {
            const found = [];
            for (const address of addresses) {
                try {
                    const answer = await fetch(address, {cache: "only-if-cached", mode: "same-origin"});
                    if (answer.ok && !answer.redirected) found.push(address);
                } catch { /* not in the cache */ }
            }
            return found;
        }""",
        addresses,
    )
    assert kept == []


def test_devtools_find_the_signers_session_and_nothing_else(handed: Page, signer: Signer) -> None:
    stored = handed.evaluate(
        """async () => JSON.stringify({
            local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie,
            caches: "caches" in window ? await caches.keys() : [],
            databases: indexedDB.databases ? await indexedDB.databases() : [],
        })"""
    )
    assert stored == '{"local":{},"session":{},"cookies":"","caches":[],"databases":[]}'
    cookies = {cookie["name"]: cookie for cookie in handed.context.cookies()}
    assert set(cookies) <= {"session", "csrf", "language", "messages"}
    assert all(cookie["httpOnly"] for cookie in cookies.values())
    assert cookies.get("messages", {}).get("value", "") in {"", '""'}


def test_the_students_own_session_ended_on_the_server(live_server: Any, new_page: NewPage, signer: Signer) -> None:
    page = new_page(viewport=TABLET, locale="nl-NL", strict=False)
    hand_over_with_a_copy_of_the_cookies(page, live_server.url, signer)


def hand_over_with_a_copy_of_the_cookies(page: Page, site: str, signer: Signer) -> None:
    """Somebody kept the student's cookies from before; after the hand-over they open nothing."""
    row = signer.subject.request
    page.goto(f"{site}/login/")
    page.fill("[name=login]", row.requester.email)
    page.fill("[name=password]", factories.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/")
    kept = page.context.cookies()
    page.goto(f"{site}/requests/{row.number}/")
    assert "Secret of the student" in page.content()
    page.click(f"form[action='/signers/{signer.pk}/hand-over/'] button")
    page.wait_for_url(f"{site}/sign/")
    page.context.clear_cookies()
    page.context.add_cookies(kept)  # type: ignore[arg-type]
    page.goto(f"{site}/requests/{row.number}/")
    assert "/login/" in page.url
    assert "Secret of the student" not in page.content()


def test_fields_of_the_signers_pages_are_not_filled_in_by_the_browser(handed: Page) -> None:
    filled_in = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea"
    wrong = []
    for _ in range(2):
        fields = handed.query_selector_all(filled_in)
        wrong += [one for one in fields if one.get_attribute("autocomplete") not in {"off", "one-time-code"}]
        if handed.query_selector("button[name=me]"):
            handed.click("button[name=me][value=yes]")
        handed.wait_for_load_state()
    assert wrong == []
