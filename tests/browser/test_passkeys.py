"""Passkeys in a real browser, with an authenticator of Chromium's own (Chrome DevTools Protocol, WebAuthn)."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import NewPage

STUDENT = "hannah@student.example"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(page: Page) -> tuple[Any, str]:
    """Give the browser something that keeps passkeys; return how to talk to it."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    added = talk.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return talk, added["authenticatorId"]


def leave(page: Page, site: str) -> None:
    """Forget the session, as another day would."""
    page.context.clear_cookies()
    people.speak(page, site, "en")


def test_a_passkey_is_made_logs_in_by_itself_and_confirms(site: str, new_page: NewPage) -> None:
    page = new_page()
    people.speak(page, site, "en")
    talk, authenticator = with_authenticator(page)
    people.log_in(page, site, STUDENT)
    page.goto(f"{site}/factor/passkeys/add/")
    page.fill("[name=name]", "My phone")
    page.locator("form[data-passkey=create] button").click()
    page.wait_for_url(re.compile("/factor/recovery/"))
    expect(page.locator("[data-recovery-codes] li")).to_have_count(10)
    assert len(talk.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]) == 1

    leave(page, site)
    page.goto(f"{site}/login/")
    page.locator("[data-passkey] button").click()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/factor/")
    expect(page.locator("main")).to_contain_text("My phone")

    page.goto(f"{site}/factor/again/?next=/contact/")
    page.locator("[data-passkey] button").click()
    page.wait_for_url(f"{site}/contact/")

    leave(page, site)
    page.goto(f"{site}/login/")
    page.fill("[name=login]", STUDENT)
    page.fill("[name=password]", people.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile("/factor/code/"))
    page.locator("[data-passkey] button").click()
    page.wait_for_url(f"{site}/")

    page.goto(f"{site}/factor/")
    page.locator('a[href$="/remove/"]').click()
    page.locator("main form button.btn-danger").click()
    page.wait_for_url(f"{site}/factor/")
    expect(page.locator("main")).not_to_contain_text("My phone")


def test_a_passkey_that_was_removed_here_is_refused_in_plain_words(site: str, new_page: NewPage) -> None:
    page = new_page()
    people.speak(page, site, "en")
    with_authenticator(page)
    people.log_in(page, site, "thomas@student.example")
    page.goto(f"{site}/factor/passkeys/add/")
    page.locator("form[data-passkey=create] button").click()
    page.wait_for_url(re.compile("/factor/recovery/"))
    page.goto(f"{site}/factor/")
    page.locator('a[href$="/remove/"]').click()
    page.locator("main form button.btn-danger").click()
    page.wait_for_url(f"{site}/factor/")

    leave(page, site)
    page.goto(f"{site}/login/")
    page.locator("[data-passkey] button").click()
    expect(page.get_by_text("This passkey was not recognised")).to_be_visible()
    page.goto(f"{site}/")
    expect(page).to_have_url(re.compile("/login/"))


@pytest.mark.parametrize("path", ["/login/", "/factor/passkeys/add/"])
def test_a_browser_without_passkeys_shows_no_button(site: str, new_page: NewPage, path: str) -> None:
    page = new_page()
    page.add_init_script("delete window.PublicKeyCredential")
    people.speak(page, site, "en")
    if path != "/login/":
        people.log_in(page, site, "mila@student.example")
    page.goto(f"{site}{path}")
    expect(page.locator("[data-passkey]")).to_be_hidden()
    if path != "/login/":
        expect(page.locator("[data-passkey-none]")).to_be_visible()


def test_the_desk_meets_the_second_step_and_then_its_queue(site: str, new_page: NewPage) -> None:
    page = new_page()
    people.speak(page, site, "en")
    page.goto(f"{site}/login/?next=/desk/")
    page.fill("[name=login]", "ada@desk.example")
    page.fill("[name=password]", people.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile("/factor/code/"))
    page.goto(f"{site}/desk/")
    expect(page).to_have_url(re.compile("/factor/code/"))
    people.second_step(page)
    expect(page).to_have_url(f"{site}/desk/")
