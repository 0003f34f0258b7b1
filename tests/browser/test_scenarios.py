"""Scenarios 4 to 10 of product.md, in the demo: what each of the people sees, and the next step that they take.

Scenario 1 is ``test_noor``, 2 and 3 are ``test_at_the_bedside``.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.conftest import DESKTOP, PHONE, TABLET, NewPage

pytestmark = pytest.mark.slow
TELLS = re.compile(r"geweigerd|\bnee\b(?!, ga terug)|zei ja|ingetrokken", re.IGNORECASE)
"""What would tell a student who said what."""


def own_request(page: Page, site: str, mail: str, title: str, language: str = "nl") -> str:
    """Log a student in and open their request; return its number."""
    people.speak(page, site, language)
    people.log_in(page, site, mail)
    page.goto(f"{site}/")
    page.get_by_role("link", name=re.compile(title)).first.click()
    page.wait_for_url(re.compile(r"/requests/\w{7}/$"))
    return page.url.split("/requests/")[1].strip("/")


@pytest.fixture(scope="module")
def reviewer(site: str, browser: Browser) -> Any:
    """The cookies of a reviewer who logged in: a code counts once, so one login serves all."""
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    people.speak(page, site, "nl")
    people.log_in(page, site, "rosa@desk.example")
    cookies = context.cookies()
    context.close()
    return cookies


def at_the_desk(page: Page, site: str, number: str, reviewer: Any) -> None:
    """Open a request as a reviewer."""
    page.context.add_cookies(reviewer)
    page.goto(f"{site}/desk/requests/{number}/")


def test_of_25_students_24_answered_and_nobody_reads_who_said_what(site: str, new_page: NewPage) -> None:
    student, tablet = new_page(viewport=PHONE, locale="nl-NL"), new_page(viewport=TABLET, locale="nl-NL")
    number = own_request(student, site, "sam@student.example", "Groepsfoto van jaar 3")
    told = student.locator("main")
    expect(told).to_contain_text(re.compile(r"24\s+van\s+25"))
    expect(told).not_to_contain_text(TELLS)
    own_request(tablet, site, "sam@student.example", "Groepsfoto van jaar 3")
    people.press(tablet, "/hand-over/")
    expect(tablet.locator("main")).to_contain_text("Bram Kuipers")
    tablet.locator("[name=me][value=yes]").click()
    tablet.wait_for_url(re.compile("/sign/form/"))
    tablet.locator("[formaction='/sign/no/']").first.click()
    expect(tablet.locator(".done.last")).to_be_visible()
    student.goto(f"{site}/requests/{number}/")
    expect(told).to_contain_text(re.compile(r"25\s+van\s+25"))
    expect(told).not_to_contain_text(TELLS)


def test_the_lecturers_slides_may_be_used_his_voice_not_and_his_image_in_teaching_only(
    site: str, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE, locale="nl-NL")
    own_request(page, site, "sam@student.example", "Samenvatting van het college Anatomie")
    told = page.locator("main")
    expect(told).to_contain_text(re.compile(r"Je mag film en tekst en dia's gebruiken voor onderwijs \(Brightspace"))
    expect(told).to_contain_text(re.compile(r"Geluid voor onderwijs \(Brightspace, Anatomie 1\): niet toegestaan"))
    expect(told).to_contain_text(re.compile(r"Film, geluid en tekst en dia's op YouTube Sam studeert: niet toegestaan"))
    expect(told).not_to_contain_text(TELLS)


def test_after_the_nurse_withdrew_nothing_of_the_ward_is_broadcast(site: str, new_page: NewPage, reviewer: Any) -> None:
    student, desk = new_page(viewport=PHONE, locale="nl-NL"), new_page(viewport=DESKTOP, locale="nl-NL")
    number = own_request(student, site, "hannah@student.example", "Televisie op de afdeling Neonatologie")
    told = student.locator("main")
    expect(told).to_contain_text(re.compile(r"voor pers of tv \(NPO 2, De Praktijk\): niet toegestaan"))
    expect(told).not_to_contain_text(TELLS)
    at_the_desk(desk, site, number, reviewer)
    nurse = desk.locator(".matrix tr", has_text="Ingrid Postma")
    expect(nurse).to_contain_text("ingetrokken")
    expect(desk.locator("main")).to_contain_text("Tweede ja")


def test_five_publications_become_tasks_and_the_poster_is_past_recovery(
    site: str, new_page: NewPage, reviewer: Any
) -> None:
    student, desk = new_page(viewport=PHONE, locale="nl-NL"), new_page(viewport=DESKTOP, locale="nl-NL")
    number = own_request(student, site, "mila@student.example", "Portretten voor de open dag")
    student.goto(f"{site}/requests/{number}/publications/")
    tasks = student.locator("form[action$='/confirmation/']")
    expect(tasks).to_have_count(5)
    expect(student.locator("main")).to_contain_text("Poster open dag, 200 stuks")
    expect(student.locator("main")).not_to_contain_text("Robin")
    card = student.locator("li.card", has=student.locator("[name=gone][value=removed]")).first
    card.locator("summary").click()
    card.locator("[name=gone][value=removed]").check(force=True)
    card.locator("form[action$='/confirmation/'] button").click()
    expect(tasks).to_have_count(4)
    at_the_desk(desk, site, number, reviewer)
    expect(desk.locator("main")).to_contain_text(re.compile(r"\bverwijderd\b", re.IGNORECASE))


def test_two_people_sign_one_version_in_two_languages(site: str, new_page: NewPage, reviewer: Any) -> None:
    intern, desk = new_page(viewport=PHONE), new_page(viewport=DESKTOP, locale="nl-NL")
    number = own_request(intern, site, "lucia@student.example", "My internship at the heart lab", "en")
    expect(intern.locator("main")).to_contain_text("What you may publish")
    at_the_desk(desk, site, number, reviewer)
    signed = desk.locator("main details", has_text="Keuzes, en hoe er is getekend")
    for index in range(2):
        signed.nth(index).locator("summary").click()
    said = [re.search(r"versie (\d+), (\w+)", signed.nth(index).inner_text()) for index in range(2)]
    (first, one), (second, other) = (found.groups() for found in said if found)
    assert first == second
    assert one != other


def test_a_nurse_filmed_about_her_own_treatment_is_a_patient_and_only_the_desk_reads_it(
    site: str, new_page: NewPage, reviewer: Any
) -> None:
    student, desk = new_page(viewport=PHONE, locale="nl-NL"), new_page(viewport=DESKTOP, locale="nl-NL")
    colleague = new_page(locale="nl-NL", strict=False)  # what is refused is said on the console too
    number = own_request(student, site, "thomas@student.example", "Van zorgverlener naar patiënt")
    at_the_desk(desk, site, number, reviewer)
    expect(desk.locator("main")).to_contain_text("medewerker, hier patiënt")
    desk.locator("[name=outcome][value=approved]").check(force=True)
    desk.locator("form[action$='/reviews/'] button.btn-primary").click()
    expect(desk).to_have_url(re.compile("/desk/$"))
    student.reload()
    told = student.locator("main")
    expect(told).to_contain_text(re.compile(r"Instagram @thomas\.in\.opleiding: niet toegestaan"))
    expect(told).to_contain_text("Zeg niets over iemands gezondheid")
    people.speak(colleague, site, "nl")
    people.log_in(colleague, site, "hannah@student.example")
    for address in (f"/requests/{number}/", f"/desk/requests/{number}/", f"/look-up/?number={number}"):
        answer = colleague.goto(f"{site}{address}")
        assert answer
        assert answer.status in {403, 404} or "Bakker" not in colleague.content(), address
        expect(colleague.locator("body")).not_to_contain_text("Carla Bakker")


def test_a_podcast_without_forms_is_on_hold_and_the_desks_decision_is_there(
    site: str, new_page: NewPage, reviewer: Any
) -> None:
    student, desk = new_page(viewport=PHONE, locale="nl-NL"), new_page(viewport=DESKTOP, locale="nl-NL")
    number = own_request(student, site, "thomas@student.example", "Podcast “Op de gang” uit 2024")
    expect(student.locator("main")).to_contain_text("Aangehouden: de aflevering met mevrouw Van Leeuwen vervalt.")
    expect(student.locator("main")).to_contain_text(re.compile(r"1\s+van\s+3"))
    at_the_desk(desk, site, number, reviewer)
    expect(desk.locator(".matrix tr", has_text="Bep van Leeuwen")).to_contain_text("bevroren")
    expect(desk.locator(".matrix tr", has_text="Arie Kramer")).to_contain_text("nog geen antwoord")
    expect(desk.locator("main")).to_contain_text("Al het gebruik bevroren")
