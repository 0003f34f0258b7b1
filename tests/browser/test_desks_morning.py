"""The desk's morning with the keyboard alone: from the queue to decisions, colleagues, offices, messages and reminders."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import NewPage

MOST_TABS = 150


def reach(page: Page, selector: str) -> None:
    """Press Tab until what ``selector`` names has the focus."""
    expect(page.locator(selector).first).to_be_visible()
    for _ in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"nobody reaches {selector} with Tab")


def press(page: Page, selector: str) -> None:
    """Follow a link or press a button with the keyboard."""
    reach(page, selector)
    page.keyboard.press("Enter")


def go(page: Page, selector: str) -> None:
    """The same, where another page opens."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture
def desk(site: str, new_page: NewPage) -> Page:
    page = new_page()
    people.speak(page, site, "en")
    people.log_in(page, site, "rosa@desk.example")
    page.goto(f"{site}/desk/")
    return page


def open_request(page: Page, site: str, query: str, title: str) -> None:
    """Walk down the queue with j until the title has the focus, and open it."""
    page.goto(f"{site}/desk/?{query}")
    for _ in range(40):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.textContent").strip().startswith(title):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(title)


def test_the_desks_morning_goes_by_keyboard_alone(site: str, desk: Page) -> None:
    page = desk
    walk_and_help(page)
    look_up(page)
    hand_to_a_colleague(page, site)
    keep_a_view(page, site)
    ask_the_ward(page, site)
    write_a_message(page)
    clear_to_ask(page)
    wait_for_an_office(page, site)
    approve(page, site)
    remind(page, site)


def walk_and_help(page: Page) -> None:
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("k")
    assert first != second
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("?")
    expect(page.locator("[data-key-help]")).to_have_attribute("open", "")
    page.keyboard.press("?")
    expect(page.locator("[data-key-help]")).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def look_up(page: Page) -> None:
    number = page.locator(".queue-who .number").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type(number.lower())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(number)
    expect(page).to_have_url(re.compile("/desk/requests/"))


def hand_to_a_colleague(page: Page, site: str) -> None:
    open_request(page, site, "state=needs", "Podcast")
    reach(page, "#assign-to")
    page.keyboard.type("Rosa")
    go(page, 'form[action$="/assign/"] button')
    expect(page.locator(".messages, main").first).to_contain_text("handles this request now")
    page.goto(f"{site}/desk/?who=me")
    expect(page.locator(".queue-title")).to_have_count(1)


def keep_a_view(page: Page, site: str) -> None:
    page.goto(f"{site}/desk/")
    go(page, 'a.chip[href*="flag=clinical_area"]')
    expect(page).to_have_url(re.compile("flag=clinical_area"))
    press(page, ".queue-saved summary")
    reach(page, "#view-name")
    page.keyboard.type("Wards")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, ".queue-saved summary")
    expect(page.locator(".queue-saved a")).to_have_text(["Wards"])


def ask_the_ward(page: Page, site: str) -> None:
    open_request(page, site, "state=needs", "Podcast")
    go(page, '[aria-labelledby="steps-title"] a')
    reach(page, "[name=mail]")
    page.keyboard.type("joke@hospital.example")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("A link is on its way to joke@hospital.example")


def write_a_message(page: Page) -> None:
    expect(page.locator("#conversation [name=text]")).to_be_visible()
    reach(page, "#conversation [name=text]")
    page.keyboard.type("Who speaks in it?")
    go(page, "#conversation form button")
    expect(page.locator("#conversation")).to_contain_text("Who speaks in it?")


def clear_to_ask(page: Page) -> None:
    page.keyboard.press("d")
    page.keyboard.press("Space")
    go(page, 'form[action$="/reviews/"] button.btn-primary')
    confirm_who(page)
    expect(page.locator("body")).to_contain_text("cleared to ask")


def confirm_who(page: Page) -> None:
    """Give the second factor once more, where a decision asks for it."""
    if "/factor/" in page.url:
        people.second_step(page)


def wait_for_an_office(page: Page, site: str) -> None:
    open_request(page, site, "state=needs", "Film voor het account")
    expect(page.locator('[aria-labelledby="steps-title"]')).to_contain_text("Social media team")
    expect(page.locator('[name=outcome][value="approved"]')).to_have_count(0)


def approve(page: Page, site: str) -> None:
    open_request(page, site, "state=needs", "My internship")
    page.keyboard.press("d")
    page.keyboard.press("Space")
    go(page, 'form[action$="/reviews/"] button.btn-primary')
    confirm_who(page)
    expect(page.locator("body")).to_contain_text("The requester is told by mail")


def remind(page: Page, site: str) -> None:
    page.goto(f"{site}/desk/?state=collecting")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".queue-pick").first).to_be_checked()
    go(page, 'form[action$="/reminders/"] button.btn-primary')
    expect(page.locator("#reminding [role=status]")).to_contain_text("Done:", timeout=60_000)
