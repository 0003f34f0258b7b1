"""A device that was handed over: turned, gone back in, left; what is on it belongs to the signer, and then to nobody."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Page

from consent.models import Signature, Signer
from consent.wording import seed
from tests import factories
from tests.browser.conftest import TABLET, NewPage
from tests.signing import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def signer(transactional_db: None) -> Signer:
    seed.load(apps, now=timezone.now())
    row = making.collecting(title="Secret of the student")
    making.second_person(row)
    return making.signer(row, mail="")


def hand_over(page: Page, site: str, signer: Signer) -> None:
    row = signer.subject.request
    page.goto(f"{site}/login/")
    page.fill("[name=login]", row.requester.email)
    page.fill("[name=password]", factories.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/requests/{row.number}/")
    page.click(f"form[action='/signers/{signer.pk}/hand-over/'] button")
    page.wait_for_url(f"{site}/sign/")


def choose(page: Page, site: str) -> None:
    page.click("button[name=me][value=yes]")
    page.wait_for_url(f"{site}/sign/form/")
    for question in page.query_selector_all("fieldset.question"):
        question.query_selector_all("input[type=radio]")[0].check()
    page.click("#form .button-main")
    page.wait_for_url(f"{site}/sign/signature/")


def draw(page: Page) -> None:
    page.check("#id_mark_drawn")
    page.locator("canvas").scroll_into_view_if_needed()
    box: Any = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 30)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 40 + 12 * step, box["y"] + 30 + 3 * step)
    page.mouse.up()


def test_turning_the_tablet_loses_no_stroke(live_server: Any, new_page: NewPage, signer: Signer) -> None:
    page = new_page(viewport=TABLET, locale="nl-NL")
    hand_over(page, live_server.url, signer)
    choose(page, live_server.url)
    draw(page)
    drawn = page.input_value("#id_strokes")
    page.set_viewport_size({"width": TABLET[1], "height": TABLET[0]})
    page.wait_for_timeout(300)
    assert page.input_value("#id_strokes") == drawn
    page.reload()
    assert page.input_value("#id_strokes") == drawn
    assert page.is_checked("#id_mark_drawn")
    page.click("[data-sign]")
    page.wait_for_selector(".own-link")
    assert Signature.objects.get().strokes == json.loads(drawn)


def test_undo_and_start_again_empty_the_box(live_server: Any, new_page: NewPage, signer: Signer) -> None:
    page = new_page(viewport=TABLET, locale="nl-NL")
    hand_over(page, live_server.url, signer)
    choose(page, live_server.url)
    draw(page)
    one = page.input_value("#id_strokes")
    draw(page)
    page.click("[data-draw-undo]")
    assert page.input_value("#id_strokes") == one
    page.click("[data-draw-clear]")
    assert page.input_value("#id_strokes") == ""
    assert page.is_hidden("[data-draw-clear]")


def test_going_back_shows_nothing_of_the_student(live_server: Any, new_page: NewPage, signer: Signer) -> None:
    page = new_page(viewport=TABLET, locale="nl-NL")
    hand_over(page, live_server.url, signer)
    page.go_back()
    page.wait_for_load_state()
    assert "/login/" in page.url
    assert "Secret of the student" not in page.content()


def test_afterwards_nothing_of_the_signer_is_left(live_server: Any, new_page: NewPage, signer: Signer) -> None:
    page = new_page(viewport=TABLET, locale="nl-NL", strict=False)
    hand_over(page, live_server.url, signer)
    choose(page, live_server.url)
    page.check("#id_mark_typed")
    page.fill("[name=typed_name]", "Jan de Wit")
    page.click("[data-sign]")
    page.wait_for_selector(".own-link")
    page.click("form[action='/sign/finish/'] button")
    page.wait_for_selector(".hand-back")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    for address in ("/sign/", "/sign/form/", "/sign/signature/", "/sign/thanks/"):
        page.goto(live_server.url + address)
        assert signer.name not in page.content()
