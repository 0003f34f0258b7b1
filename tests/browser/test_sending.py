"""The page tells the truth while Wi-Fi and server come and go: nothing is lost or stored twice, "saved" is the server's."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Page, Route

from consent.models import Signature, Signer, Way
from consent.wording import seed
from tests.browser.conftest import TABLET, NewPage
from tests.browser.test_handed_over import draw
from tests.signing import browsing, making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SIGNED = "**/sign/signature/"
VOICES = """(codes) => Object.defineProperty(window, "speechSynthesis", {value: Object.assign(new EventTarget(), {
  getVoices: () => codes.map((lang) => ({lang})), cancel() {}, speak() {}})})"""


@pytest.fixture
def signer(transactional_db: None) -> Signer:
    seed.load(apps, now=timezone.now())
    row = making.collecting()
    making.second_person(row)
    return making.signer(row, mail="")


@pytest.fixture
def page(live_server: Any, new_page: NewPage, signer: Signer) -> Page:
    """A tablet on which the signer opened the form; faults of the network are no faults of the page."""
    page = new_page(viewport=TABLET, locale="nl-NL", strict=False)
    come_in(page, live_server.url, signer)
    return page


def come_in(page: Page, site: str, signer: Signer) -> None:
    page.goto(site + browsing.link(signer, Way.QR))
    page.click("main form .button-main")
    page.click("[name=me][value=yes]")
    page.wait_for_url("**/sign/form/")


def choose(page: Page) -> None:
    for question in page.query_selector_all("fieldset.question"):
        question.query_selector_all("input[type=radio]")[0].check()
    page.click("#form .button-main")
    page.wait_for_url(SIGNED)


def says(page: Page, state: str) -> None:
    page.wait_for_selector(f".sending[data-state={state}] p[data-when={state}]", state="visible")


def saved(page: Page) -> None:
    page.wait_for_selector(".own-link")
    assert Signature.objects.count() == 1


def lost(faults: int, how: Callable[[Route], None]) -> Callable[[Route], None]:
    """Let what is posted go wrong so often, and then go through."""
    left = [faults]

    def handle(route: Route) -> None:
        if route.request.method != "POST" or not left[0]:
            return route.continue_()
        left[0] -= 1
        return how(route)

    return handle


def arrives_but_the_answer_is_lost(route: Route) -> None:
    route.fetch()
    route.abort("connectionreset")


def test_without_wifi_the_page_says_so_and_sends_by_itself_later(page: Page) -> None:
    choose(page)
    draw(page)
    page.context.set_offline(True)
    says(page, "reading")
    page.click("[data-sign]")
    says(page, "offline")
    assert not Signature.objects.exists()
    page.context.set_offline(False)
    saved(page)
    assert page.evaluate("sessionStorage.length") == 0


def test_an_answer_that_got_lost_is_asked_for_again_and_stored_once(page: Page) -> None:
    choose(page)
    draw(page)
    page.route(SIGNED, lost(1, arrives_but_the_answer_is_lost))
    page.click("[data-sign]")
    says(page, "unknown")
    saved(page)
    assert "opgeslagen" in page.inner_text("h1")


def test_a_server_that_restarts_is_waited_for(page: Page) -> None:
    choose(page)
    draw(page)
    page.route(SIGNED, lost(2, lambda route: route.fulfill(status=502, body="")))
    page.click("[data-sign]")
    says(page, "unknown")
    page.click("[data-send-again]")
    saved(page)


def test_two_taps_send_once(page: Page) -> None:
    choose(page)
    draw(page)
    posts: list[str] = []
    page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    page.dblclick("[data-sign]")
    saved(page)
    assert len(posts) == 1


def test_a_reload_while_sending_keeps_the_drawing_and_says_that_it_was_not_saved(page: Page) -> None:
    choose(page)
    draw(page)
    drawn = page.input_value("#id_strokes")
    page.route(SIGNED, lost(1, lambda _: None))
    page.click("[data-sign]")
    says(page, "sending")
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    says(page, "again")
    assert page.input_value("#id_strokes") == drawn
    page.click("[data-sign]")
    saved(page)
    assert Signature.objects.get().strokes == json.loads(drawn)


def test_a_page_says_nothing_of_what_another_one_was_sending(page: Page) -> None:
    """Who goes on by hand while a choice is on its way is not told that it was not saved: it was."""
    page.goto(page.url.replace("/sign/form/", "/sign/"))
    page.route("**/sign/", arrives_but_the_answer_is_lost)
    with page.expect_request(lambda request: request.method == "POST"):
        page.click("[name=me][value=yes]")
    page.goto(page.url.replace("/sign/", "/sign/form/"))
    page.wait_for_selector("fieldset.question")
    assert page.locator("p[data-when=again]").is_hidden()


def test_back_and_forth_keeps_answers_and_strokes(page: Page) -> None:
    choose(page)
    draw(page)
    drawn = page.input_value("#id_strokes")
    page.go_back()
    page.wait_for_selector("fieldset.question")
    assert page.locator("fieldset.question input:checked").count() == page.locator("fieldset.question").count()
    page.go_forward()
    page.wait_for_selector("#id_strokes", state="attached")
    assert page.input_value("#id_strokes") == drawn


def test_going_back_does_not_stop_what_was_sent(page: Page) -> None:
    choose(page)
    draw(page)
    page.click("[data-sign]")
    saved(page)
    page.evaluate("document.querySelector(`form[action='/sign/finish/'] button`).click(), history.back()")
    page.wait_for_selector(".done.last")
    assert page.locator(".own-link, .answers").count() == 0


@pytest.mark.parametrize(("voices", "shown"), [(["nl_NL", "en-GB"], True), (["en-GB"], False), ([], False)])
def test_reading_aloud_is_offered_where_the_device_has_a_voice_for_the_language(
    live_server: Any, new_page: NewPage, signer: Signer, voices: list[str], shown: bool
) -> None:
    page = new_page(viewport=TABLET, locale="nl-NL")
    page.add_init_script(f"({VOICES})({json.dumps(voices)})")
    come_in(page, live_server.url, signer)
    buttons = page.locator("[data-aloud]")
    assert {buttons.nth(number).is_visible() for number in range(buttons.count())} == {shown}


def test_with_scripts_off_all_works_but_drawing(live_server: Any, browser: Any, signer: Signer) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(live_server.url + browsing.link(signer, Way.QR))
    page.click("main form .button-main")
    page.click("[value='pace:one']")
    page.click("[name=me][value=yes]")
    page.click("#form .button-main")
    for _ in making.answers(signer):
        page.locator("fieldset.question input").first.check()
        page.click("#form .button-main")
    page.check("#id_mark_typed")
    page.fill("[name=typed_name]", "Jan de Wit")
    page.click("[data-sign]")
    saved(page)
    page.click("form[action='/sign/finish/'] button")
    assert page.locator(".done.last h1").count() == 1
    context.close()
