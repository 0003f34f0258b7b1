"""Scenarios 2 and 3 of product.md: a patient with a tremor, and a patient who cannot decide today."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Role
from consent import facts, permissions
from consent.models import MarkKind, Outcome, Postponement, Request, Signature
from consent.review import operations as review
from consent.states import State
from consent.wording import seed
from tests import factories
from tests.browser import people
from tests.browser.conftest import TABLET, NewPage
from tests.browser.test_handed_over import hand_over
from tests.browser.test_signers_keyboard import enter, reach
from tests.signing import browsing, making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ACROSS = (TABLET[1], TABLET[0])


def turn(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def test_mr_de_wit_signs_with_help_by_keyboard_alone_and_turning_the_tablet_loses_nothing(
    live_server: Any, new_page: NewPage, transactional_db: None
) -> None:
    seed.load(apps, now=timezone.now())
    row = making.collecting()
    making.second_person(row)
    who = making.patient(row, "Hendrik de Wit", mail="")
    page = new_page(viewport=TABLET, locale="nl-NL")
    hand_over(page, live_server.url, who)
    enter(page, "[name=me][value=yes]")
    names = list(making.answers(browsing.fresh(who)))
    for name in names:
        reach(page, f"[name='{name}']")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
    turn(page, ACROSS)
    expect(page.locator("main fieldset.question input:checked")).to_have_count(len(names))
    enter(page, "#form .button-main")
    reach(page, "[name=confirmed_by]")
    page.keyboard.type("Femke Bos, verpleegkundige")
    reach(page, "[data-sign]")  # nothing was drawn: the server says so, and what was typed stays
    page.keyboard.press("Enter")
    expect(page.locator("#strokes_error, #mark_error, .error-summary").first).to_be_visible()
    expect(page.locator("[name=confirmed_by]")).to_have_value("Femke Bos, verpleegkundige")
    assert not Signature.objects.exists()
    assisted(page)
    turn(page, TABLET)
    expect(page.locator("[name=assisted_name]")).to_have_value("Hendrik de Wit")
    enter(page, "[data-sign]")
    expect(page.locator(".own-link")).to_be_visible()
    stored = Signature.objects.get()
    assert (stored.mark, stored.helper, stored.witness) == (MarkKind.ASSISTED, "Femke Bos", "Willem de Wit")


def assisted(page: Page) -> None:
    """Choose the third way of signing and fill it in, by keyboard."""
    reach(page, "[name=mark]")
    page.keyboard.press("Space")
    for _ in range(3):
        if page.locator("[name=mark][value=assisted]").is_checked():
            break
        page.keyboard.press("ArrowDown")
    for name, value in (("assisted_name", "Hendrik de Wit"), ("helper", "Femke Bos"), ("witness", "Willem de Wit")):
        reach(page, f"[name={name}]")
        page.keyboard.type(value)


def test_mrs_yilmaz_is_not_asked_under_morphine_and_what_was_recorded_before_stays_not_allowed(
    live_server: Any, new_page: NewPage, transactional_db: None
) -> None:
    seed.load(apps, now=timezone.now())
    recorded = timezone.now() - timedelta(days=2)
    row = making.collecting(starts_at=recorded, ends_at=recorded + timedelta(hours=1))
    who = making.patient(row, "Ayşe Yılmaz", mail="")
    page = new_page(viewport=TABLET, locale="nl-NL")
    hand_over(page, live_server.url, who)
    page.locator("form[action='/sign/later/'] button").first.click()
    expect(page.locator(".done.last")).to_be_visible()
    assert Postponement.objects.get().signer == who
    assert not Signature.objects.exists()
    again = new_page(viewport=TABLET, locale="nl-NL")
    hand_over(again, live_server.url, who)
    again.locator("[name=me][value=yes]").click()
    people.choose_all(again)
    again.locator("[name=mark][value=typed]").check(force=True)
    again.fill("[name=typed_name]", "Ayşe Yılmaz")
    again.fill("[name=confirmed_by]", "Joke Prins, verpleegkundige")
    again.locator("[data-sign]").click()
    expect(again.locator(".own-link")).to_be_visible()
    approve(row)
    cells = permissions.matrix(facts.asked_for(Request.objects.get(pk=row.pk)), now=timezone.now())
    assert cells
    assert not any(cell.allowed for cell in cells)
    student = new_page(viewport=TABLET, locale="nl-NL")
    student.goto(f"{live_server.url}/login/")
    student.fill("[name=login]", row.requester.email)
    student.fill("[name=password]", factories.PASSWORD)
    student.press("[name=password]", "Enter")
    student.wait_for_url(f"{live_server.url}/")
    student.goto(f"{live_server.url}/requests/{row.number}/")
    expect(student.locator("main")).to_contain_text("niet toegestaan")


def approve(row: Request) -> None:
    review.decide(
        request_id=row.pk,
        outcome=Outcome.APPROVED,
        by=factories.user("rosa@desk.example", role=Role.REVIEWER),
        note="",
        conditions="",
        seen=State.REVIEW,
        now=timezone.now(),
    )
