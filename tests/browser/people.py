"""What the cast does with the pages, language-neutral: by the names of fields and the addresses of forms."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

PASSWORD = "akkoord-demo-2026"
ZONE = ZoneInfo("Europe/Amsterdam")
TITLE = "A morning on ward C4"


def speak(page: Page, site: str, language: str) -> None:
    """Set the language of the pages."""
    page.context.add_cookies([{"name": "language", "value": language, "url": site}])


def log_in(page: Page, site: str, mail: str) -> None:
    """Log in with the demo's password."""
    page.goto(f"{site}/login/")
    page.fill("[name=login]", mail)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page).not_to_have_url(re.compile("/login/"))
    if "/factor/code/" in page.url:
        second_step(page)


def second_step(page: Page, patience: int = 40) -> None:
    """Type the code that the demo shows. A code counts once: when two were used just now, wait for the next one."""
    for _ in range(patience):
        page.fill("[name=code]", page.locator("[data-demo-code]").inner_text())
        page.locator("main form button.btn-primary").click()
        page.wait_for_load_state()
        if "/factor/" not in page.url:
            return
        page.wait_for_timeout(1000)
    raise AssertionError("no code of the demo was taken")


def press(page: Page, form: str, button: str = "button") -> None:
    """Press a button of the form that posts to an address ending in ``form``."""
    page.locator(f'form[action$="{form}"]').locator(button).first.click()


def go_on(page: Page) -> None:
    """Press the wizard's main button."""
    page.locator("main button.btn-primary[form=wizard]").click()


def at_step(page: Page, step: str) -> None:
    """Wait for a step of the wizard."""
    page.wait_for_url(re.compile(f"/step/{step}/"))


def file_request(page: Page, site: str, *, subject: str, mail: str, language: str, use: str) -> str:
    """File a request with one adult patient, making a mistake at each step; return its number."""
    page.goto(f"{site}/")
    press(page, "/requests/new/")
    at_step(page, "what")
    number = page.url.split("/requests/")[1].split("/")[0]
    page.fill("[name=title]", TITLE)
    page.fill("[name=purpose]", "His number is 123456782.")
    go_on(page)
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    expect(page.locator("[name=purpose]")).to_have_value("His number is 123456782.")
    expect(page.locator("[name=purpose][aria-invalid=true]")).to_be_visible()
    page.fill("[name=purpose]", "Photos for a blog about my internship.")
    page.check("[name=media][value=photo]", force=True)
    page.check("[name=origin][value=new]", force=True)
    page.select_option("[name=programme]", index=1)
    page.check("[name=permitted_party][value=student]", force=True)
    go_on(page)
    at_step(page, "where")
    _where(page, use)
    at_step(page, "who")
    _who(page, subject, mail, language)
    at_step(page, "when")
    _when(page)
    at_step(page, "check")
    page.check("[name=traits]", force=True)
    go_on(page)
    expect(page.locator("[name=conduct][aria-invalid=true]").first).to_be_visible()
    expect(page.locator("[name=traits]")).to_be_checked()
    for box in page.locator("main input[type=checkbox]").all():
        box.check(force=True)
    go_on(page)
    page.wait_for_url(re.compile(f"/requests/{number}/$"))
    return number


def _where(page: Page, use: str) -> None:
    page.select_option("[name=use-channel]", "own_account")
    page.locator("#use-form > button").click()
    expect(page.locator("[name=use-name][aria-invalid=true]")).to_be_visible()
    expect(page.locator("[name=use-channel]")).to_have_value("own_account")
    page.fill("[name=use-name]", use)
    page.check("[name=use-account_type][value=personal]", force=True)
    page.locator("#use-form > button").click()
    expect(page.locator("main")).to_contain_text(use)
    page.check("[name=uses_brand][value=no]", force=True)
    go_on(page)


def _who(page: Page, subject: str, mail: str, language: str) -> None:
    page.fill("[name=person-name]", subject)
    page.select_option("[name=person-kind]", "patient")
    page.select_option("[name=person-age_group]", "adult")
    page.fill("[name=person-mail]", "no address")
    page.locator("#person-form > button").click()
    expect(page.locator("[name=person-mail][aria-invalid=true]")).to_be_visible()
    expect(page.locator("[name=person-name]")).to_have_value(subject)
    page.fill("[name=person-mail]", mail)
    page.select_option("[name=person-language]", language)
    page.locator("#person-form > button").click()
    expect(page.locator("main")).to_contain_text(subject)
    page.check("[name=treats_patients][value=no]", force=True)
    go_on(page)


def _when(page: Page) -> None:
    start = (datetime.now(ZONE) + timedelta(days=1)).replace(hour=10, minute=0)
    page.fill("[name=starts_at]", f"{start:%Y-%m-%dT10:00}")
    page.fill("[name=ends_at]", f"{start:%Y-%m-%dT09:00}")
    page.fill("[name=place]", "Ward C4")
    page.check("[name=clinical_area][value=yes]", force=True)
    page.fill("[name=ward_contact]", "A. Bakker")
    go_on(page)
    expect(page.locator("[name=ends_at][aria-invalid=true]")).to_be_visible()
    expect(page.locator("[name=place]")).to_have_value("Ward C4")
    page.fill("[name=ends_at]", f"{start:%Y-%m-%dT11:00}")
    go_on(page)


def choose_all(page: Page) -> None:
    """Answer every question of the form with its first option, forgetting the last one at first."""
    questions = page.locator("main fieldset.question")
    expect(questions.first).to_be_visible()
    expect(page.locator("main fieldset.question input:checked")).to_have_count(0)
    last = questions.count() - 1
    for index in range(last):
        _first(questions.nth(index)).check(force=True)
    _main(page).click()
    expect(page.locator("main fieldset.question .error").first).to_be_visible()
    expect(page.locator("main fieldset.question input:checked")).to_have_count(last)
    _first(page.locator("main fieldset.question").last).check(force=True)
    _main(page).click()
    page.wait_for_url(re.compile("/sign/signature/"))


def _first(question: Locator) -> Locator:
    return question.locator("input[type=radio]").first


def _main(page: Page) -> Locator:
    return page.locator("#form button.button-main")


def draw(page: Page) -> None:
    """Draw two strokes on the canvas."""
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for height in (0.3, 0.6):
        page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * height)
        page.mouse.down()
        for step in range(1, 8):
            across, down = 0.2 + step * 0.08, height + 0.05 * (step % 3)
            page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        page.mouse.up()


def offices_agree(page: Page, site: str, number: str) -> None:
    """Let the desk write down that every other office, which the request waits for, said yes by phone."""
    steps = page.locator('[aria-labelledby="steps-title"] a')
    page.goto(f"{site}/desk/requests/{number}/")
    for address in [link.get_attribute("href") for link in steps.all()]:
        page.goto(f"{site}{address}")
        page.locator("[name=value][value=yes]").check(force=True)
        page.fill("form[action$='/answer/'] [name=name]", "A. Colleague")
        press(page, "/answer/")
        page.wait_for_url(re.compile(f"/desk/requests/{number}/"))
    page.goto(f"{site}/desk/requests/{number}/")
