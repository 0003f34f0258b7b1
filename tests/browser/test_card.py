"""The permission card in a real browser: it turns red by itself, and never stays green on an old answer."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from consent import lifecycle
from consent.card import operations, queries
from consent.models import Request
from consent.states import State
from consent.withdrawal import operations as withdrawal
from tests import answered, factories
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.eyes import found

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def recorded(*, until: datetime) -> Request:
    """An approved recording that began a minute ago, with a card."""
    now = timezone.now()
    sam = factories.user(language="en")
    row = factories.request(sam, status=State.REVIEW, starts_at=now - timedelta(minutes=1), ends_at=until)
    answered.granted(row, at=now - timedelta(days=1))
    answered.granted(row, "Kim Bos", at=now - timedelta(days=1))
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=now)
    return row


def address(row: Request, site: Any) -> str:
    card = operations.make(request_id=row.pk, by=row.requester, now=timezone.now())
    return f"{site.url}/card/{queries.token_of(card)}/"


def an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


def green(page: Page) -> None:
    expect(page.locator(".verdict:visible .verdict-word")).to_have_text("Allowed now")


def word(page: Page, text: str, *, patience: float = 30) -> None:
    """The one answer on the page is this word, and nothing green is in sight."""
    expect(page.locator(".verdict:visible .verdict-word")).to_have_text(text, timeout=patience * 1000)
    expect(page.locator(".verdict-yes:visible")).to_have_count(0)


def cut(page: Page) -> None:
    """Let no answer come through any more."""
    page.route("**/now/*", lambda route: route.abort())


def test_it_turns_red_at_the_end_without_a_reload_and_without_a_network(live_server: Any, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE, strict=False)
    page.goto(f"{live_server.url}/card/nothing/")  # the first page of a server takes its time
    page.goto(address(recorded(until=timezone.now() + timedelta(seconds=15)), live_server))
    green(page)
    page.context.set_offline(True)
    word(page, "Not allowed any more", patience=18)
    expect(page.locator("[data-say]")).to_have_text("Not allowed any more")


def test_it_turns_red_within_one_poll_after_a_withdrawal(live_server: Any, new_page: NewPage) -> None:
    row = recorded(until=an_hour())
    page = new_page(viewport=PHONE)
    page.goto(address(row, live_server))
    green(page)
    signer = row.subjects.get(name="Kim Bos").signers.get()
    withdrawal.withdraw(signer_id=signer.pk, now=timezone.now())
    word(page, "No longer allowed", patience=25)
    expect(page.locator("[data-say]")).to_have_text("No longer allowed")


def test_a_stopped_card_turns_red_on_the_students_own_screen_too(live_server: Any, new_page: NewPage) -> None:
    row = recorded(until=an_hour())
    address(row, live_server)
    page = new_page(viewport=PHONE, strict=False)
    page.goto(f"{live_server.url}/login/")
    page.fill("[name=login]", row.requester.email)
    page.fill("[name=password]", factories.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/requests/{row.number}/card/")
    green(page)
    operations.revoke(request_id=row.pk, by=row.requester, now=timezone.now())
    page.locator("[data-again]").click()
    word(page, "Not allowed")


def test_without_an_answer_for_a_minute_it_cannot_check_and_comes_back(live_server: Any, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE, strict=False)
    page.clock.install()
    page.goto(address(recorded(until=an_hour()), live_server))
    green(page)
    cut(page)
    page.clock.run_for(50_000)
    green(page)
    page.clock.run_for(15_000)
    word(page, "Cannot check now")
    page.unroute("**/now/*")
    page.locator("[data-again]").click()
    green(page)


def test_what_is_not_our_answer_is_no_answer(live_server: Any, new_page: NewPage) -> None:
    def hotel(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to our Wi-Fi</h1>")

    page = new_page(viewport=PHONE, strict=False)
    page.clock.install()
    page.goto(address(recorded(until=an_hour()), live_server))
    page.route("**/now/*", hotel)
    page.clock.run_for(65_000)
    word(page, "Cannot check now")


def test_a_grey_card_still_turns_red_at_the_end(live_server: Any, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE, strict=False)
    page.clock.install()
    page.goto(address(recorded(until=timezone.now() + timedelta(seconds=100)), live_server))
    cut(page)
    page.clock.run_for(70_000)
    word(page, "Cannot check now")
    page.clock.run_for(40_000)
    word(page, "Not allowed any more")


def test_a_screen_that_nobody_touches_stops_asking(live_server: Any, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE)
    page.clock.install()
    page.goto(address(recorded(until=timezone.now() + timedelta(hours=3)), live_server))
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/now/" in one.url else None)
    page.clock.run_for(41_000)
    assert 1 <= len(asked) <= 3
    page.clock.fast_forward(31 * 60_000)
    page.clock.run_for(3_000)
    before = len(asked)
    page.clock.run_for(120_000)
    word(page, "Cannot check now")
    assert len(asked) == before


def test_on_paper_stands_the_code_and_no_answer(live_server: Any, new_page: NewPage) -> None:
    row = recorded(until=an_hour())
    address(row, live_server)
    page = new_page(viewport=DESKTOP)
    page.goto(f"{live_server.url}/login/")
    page.fill("[name=login]", row.requester.email)
    page.fill("[name=password]", factories.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/requests/{row.number}/card/")
    page.emulate_media(media="print")
    expect(page.locator(".pass-paper .qr")).to_be_visible()
    expect(page.locator(".verdict:visible")).to_have_count(0)
    expect(page.get_by_text("the paper alone proves nothing")).to_be_visible()


@pytest.mark.parametrize(("locale", "dark", "size"), [("nl-NL", False, PHONE), ("en-GB", True, DESKTOP)])
def test_axe_finds_nothing_whatever_the_card_says(
    live_server: Any, browser: Browser, locale: str, dark: bool, size: tuple[int, int]
) -> None:
    row = recorded(until=an_hour())
    link = address(row, live_server)
    context = browser.new_context(
        bypass_csp=True,
        locale=locale,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        viewport={"width": size[0], "height": size[1]},
    )
    page = context.new_page()
    page.goto(link)
    lines = found(page)
    for face in ("over", "stale"):
        page.evaluate(
            "face => { for (const one of ['now', 'over', 'stale'])"
            " document.querySelector(`[data-${one}]`).hidden = one !== face; }",
            face,
        )
        lines += found(page)
    page.goto(f"{live_server.url}/card/nothing/")
    lines += found(page)
    context.close()
    assert lines == []
