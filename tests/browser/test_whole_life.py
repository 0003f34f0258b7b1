"""The whole life of a request, in Dutch and in English: filed, asked, signed, decided, sealed, found, withdrawn."""

import re
import subprocess
from contextlib import suppress
from pathlib import Path
from random import choices
from string import ascii_lowercase

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from consent.numbers import spoken
from tests.browser import people
from tests.browser.conftest import TABLET, NewPage

WORDS = {
    "nl": {"typo": "typefout", "allowed": "Je mag", "not_allowed": "niet toegestaan", "undecided": "nog niet"},
    "en": {"typo": "typing error", "allowed": "You may post", "not_allowed": "not allowed", "undecided": "not decided"},
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_request_lives_from_filing_to_withdrawal(site: str, new_page: NewPage, tmp_path: Path, language: str) -> None:
    words, subject, use = WORDS[language], f"Jan de Wit {language}", f"Instagram @sam.{language}"
    mail = f"jan.{''.join(choices(ascii_lowercase, k=8))}@patient.example"
    student, desk, tablet = new_page(), new_page(), new_page(viewport=TABLET, touch=True, strict=False)
    for page, who in ((student, "sam@student.example"), (desk, "rosa@desk.example"), (tablet, "sam@student.example")):
        people.speak(page, site, language)
        people.log_in(page, site, who)

    number = people.file_request(student, site, subject=subject, mail=mail, language=language, use=use)
    decide(desk, site, number, "cleared")
    if language == "nl":
        hand_over(tablet, site, number)
        own = sign_by_drawing(tablet, subject)
        nothing_is_left_behind(tablet, site, number)
    else:
        own = sign_by_mail(student, tablet, site, number, mail)
    people.offices_agree(desk, site, number)
    decide(desk, site, number, "approved")

    sentence = student.locator("main li", has_text=use).first
    student.goto(f"{site}/requests/{number}/")
    expect(sentence).to_contain_text(words["allowed"])
    look_up(desk, site, number, words["typo"])
    sealed(desk, site, number, tmp_path / "form.pdf")
    withdraw(tablet, own)
    student.reload()
    expect(sentence).to_contain_text(words["not_allowed"])


def decide(page: Page, site: str, number: str, outcome: str) -> None:
    page.goto(f"{site}/desk/requests/{number}/")
    page.locator(f"[name=outcome][value={outcome}]").check(force=True)
    page.locator('form[action$="/reviews/"] button.btn-primary').click()
    expect(page.locator(f'form[action$="/reviews/"] [name=outcome][value={outcome}]')).to_have_count(0)


def hand_over(page: Page, site: str, number: str) -> None:
    page.goto(f"{site}/requests/{number}/")
    people.press(page, "/hand-over/")
    page.wait_for_url(re.compile("/sign/"))
    page.locator("[name=me][value=yes]").click()
    page.wait_for_url(re.compile("/sign/form/"))


def sign_by_drawing(page: Page, subject: str) -> str:
    people.choose_all(page)
    page.fill("[name=confirmed_by]", "A. Bakker, nurse")
    page.locator("[name=mark][value=drawn]").check(force=True)
    page.locator("button[data-sign]").click()
    expect(page.locator("#strokes_error, #mark_error, .summary").first).to_be_visible()
    expect(page.locator("[name=confirmed_by]")).to_have_value("A. Bakker, nurse")
    people.draw(page)
    page.locator("button[data-sign]").click()
    expect(page.locator(".own-link")).to_be_visible()
    return own_address(page)


def sign_by_mail(student: Page, phone: Page, site: str, number: str, mail: str) -> str:
    student.goto(f"{site}/requests/{number}/")
    people.press(student, "/invite/")
    phone.context.clear_cookies()
    people.speak(phone, site, "en")
    open_mail(phone, site, mail, r"/sign/link/")
    phone.locator("main form button.button-main").click()
    phone.wait_for_url(re.compile("/sign/code/"))
    phone.fill("[name=digits]", "12")
    phone.locator("#form button.button-main").click()
    expect(phone.locator("#digits_error")).to_be_visible()
    code = newest_code(phone, site, mail)
    phone.goto(f"{site}/sign/code/")
    phone.fill("[name=digits]", code)
    phone.locator("#form button.button-main").click()
    phone.locator("[name=me][value=yes]").click()
    people.choose_all(phone)
    phone.fill("[name=confirmed_by]", "A. Bakker, nurse")
    phone.locator("[name=mark][value=typed]").check(force=True)
    phone.fill("[name=typed_name]", "Jan de Wit")
    phone.locator("button[data-sign]").click()
    expect(phone.locator(".own-link")).to_be_visible()
    return own_address(phone)


def open_mail(page: Page, site: str, mail: str, pattern: str) -> None:
    found = _wait_for_mail(page, site, mail, rf'href="([^"]*{pattern}[^"]*)"')
    page.goto(found)


def newest_code(page: Page, site: str, mail: str) -> str:
    return _wait_for_mail(page, site, mail, r"\b(\d{6}|\d{3} \d{3})\b")


def _wait_for_mail(page: Page, site: str, mail: str, pattern: str) -> str:
    for _ in range(60):
        page.goto(f"{site}/demo/mailbox/?to={mail}")
        for address in re.findall(r'href="(/demo/mailbox/\d+/)"', page.content()):
            page.goto(f"{site}{address}")
            if found := re.search(pattern, page.locator(".mail-text").inner_html()):
                return found[1]
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail with {pattern} for {mail}")


def own_address(page: Page) -> str:
    found = re.search(r"https?://[^\s\"<]+/mine/[\w-]+/", page.locator("main").inner_html())
    assert found, page.locator("main").inner_text()
    return found[0]


def nothing_is_left_behind(page: Page, site: str, number: str) -> None:
    people.press(page, "/sign/finish/")
    with suppress(PlaywrightError):  # Chromium says that it may not show the page again
        page.go_back()
    expect(page.locator("body")).not_to_contain_text("A. Bakker")
    page.goto(f"{site}/requests/{number}/")
    expect(page).to_have_url(re.compile("/login/"))
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def look_up(page: Page, site: str, number: str, typo: str) -> None:
    place = next(i for i in range(6) if number[i] != number[i + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    page.goto(f"{site}/")
    field = page.locator("header [name=number]").first
    field.fill(swapped)
    field.press("Enter")
    expect(page.locator("main")).to_contain_text(typo)
    page.locator("main [name=number], header [name=number]").first.fill(spoken(number).lower())
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/desk/requests/{number}/"))


def sealed(page: Page, site: str, number: str, target: Path) -> None:
    link = page.locator('main a[href^="/documents/"]').first
    for _ in range(60):
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.goto(f"{site}/desk/requests/{number}/")
    for index, one in enumerate(page.locator('main a[href^="/documents/"]').all()):
        answer = page.request.get(f"{site}{one.get_attribute('href')}")
        path = target.with_stem(f"{target.stem}-{index}")
        path.write_bytes(answer.body())
        said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid" in said
        assert "Total document signed" in said


def withdraw(page: Page, own: str) -> None:
    page.goto(own)
    page.locator('a[href$="/withdraw/"]').first.click()
    page.locator("form button.button-main").click()
    page.wait_for_load_state()
