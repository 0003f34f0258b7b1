"""Scenario 1: Noor, 14, and her father signed, her mother not yet; Noor said no to Instagram, which closes it for all."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import DESKTOP, TABLET

TITLE = "Een dag op de kinderafdeling"


def its_page(page: Page, site: str) -> str:
    page.goto(f"{site}/")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    page.wait_for_url(re.compile(r"/requests/\w{7}/$"))
    return page.url.split("/requests/")[1].strip("/")


def signs_as_mother(page: Page) -> None:
    people.press(page, "/hand-over/")
    page.wait_for_url(re.compile("/sign/$"))
    expect(page.locator("main")).to_contain_text("Saskia Mulder")
    expect(page.locator("main")).to_contain_text("gezag")
    page.locator("[name=me][value=yes]").click()
    people.choose_all(page)
    expect(page.locator("[name=confirmed_by], [name=childs_say]")).to_have_count(0)
    expect(page.locator("[name=relation]")).to_have_value("moeder")
    page.fill("[name=relation]", "")
    page.locator("[name=mark][value=typed]").check(force=True)
    page.fill("[name=typed_name]", "Saskia Mulder")
    page.locator("button[data-sign]").click()
    expect(page.locator("#relation_error")).to_be_visible()
    page.fill("[name=relation]", "moeder")
    page.locator("button[data-sign]").click()
    expect(page.locator(".own-link")).to_be_visible()
    people.press(page, "/sign/finish/")


def approves(page: Page, site: str, number: str) -> None:
    people.offices_agree(page, site, number)
    expect(page.locator("main")).to_contain_text("moeder")
    page.locator("[name=outcome][value=approved]").check(force=True)
    page.locator("form[action$='/reviews/'] button.btn-primary").click()
    expect(page).to_have_url(re.compile("/desk/$"))


def test_a_no_of_noor_closes_instagram_for_all_though_both_parents_said_yes(
    site: str, new_page: Callable[..., Page]
) -> None:
    student, desk = new_page(viewport=TABLET, locale="nl-NL"), new_page(viewport=DESKTOP, locale="nl-NL")
    for page in (student, desk):
        people.speak(page, site, "nl")
    people.log_in(student, site, "eline@student.example")
    number = its_page(student, site)
    signs_as_mother(student)
    people.log_in(desk, site, "rosa@desk.example")
    approves(desk, site, number)
    people.log_in(student, site, "eline@student.example")
    student.goto(f"{site}/requests/{number}/")
    told = student.locator("main")
    expect(told).to_contain_text(re.compile(r"Instagram @eline\.leert\.dokteren: niet toegestaan"))
    expect(told).to_contain_text(re.compile(r"gebruiken voor onderwijs \(Blok Kindergeneeskunde, jaar 3\)"))
    expect(told).not_to_contain_text(re.compile(r"\bnee\b(?!, ga terug)|geweigerd|ouder is geworden", re.IGNORECASE))
