"""The way to one's institution and back in a real browser: its Content-Security-Policy, cookies and history included."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from consent.models import IdentityProof, Signature, Signer
from consent.wording import seed
from tests import factories
from tests.browser.conftest import PHONE, TABLET, NewPage
from tests.browser.eyes import found
from tests.browser.test_handed_over import choose, hand_over
from tests.institution import provider
from tests.institution.conftest import LOGIN, PROOF
from tests.institution.provider import SAM, Institution
from tests.signing import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def institution(live_server: Any, settings: Any, transactional_db: None) -> Iterator[Institution]:
    """A provider on another site than ours (127.0.0.1 is not localhost), so that cookies cross sites as they do outside."""
    seed.load(apps, now=timezone.now())
    settings.BASE_URL = live_server.url
    with provider.running(live_server.url + LOGIN, live_server.url + PROOF) as running:
        provider.configured(settings, running)
        running.knows(sam=SAM, jan=SAM | {"name": "Jan de Wit"}, piet=SAM | {"name": "Piet Bos"})
        yield running


def log_in_there(page: Page, institution: Institution, who: str) -> None:
    page.wait_for_url(f"{institution.address}/login/**")
    page.fill("[name=who]", who)
    page.click("[value=login]")


def test_logging_in_at_ones_institution_leads_home(
    live_server: Any, new_page: NewPage, institution: Institution
) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{live_server.url}/institution/login/?next=/guidelines/")
    assert page.url.startswith(live_server.url)
    page.click("main form button")
    log_in_there(page, institution, "sam")
    page.wait_for_url(f"{live_server.url}/guidelines/")
    assert User.objects.get().name == "Sam Visser"
    page.goto(f"{live_server.url}/")
    expect(page).to_have_url(f"{live_server.url}/")


def test_cancelling_there_leads_to_a_plain_page(live_server: Any, new_page: NewPage, institution: Institution) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{live_server.url}/institution/login/")
    page.click("main form button")
    page.wait_for_url(f"{institution.address}/login/**")
    page.click("[value=cancel]")
    page.wait_for_url(re.compile(f"^{live_server.url}{LOGIN}"))
    expect(page.locator("h1")).to_have_text("You stopped logging in")


def prove(page: Page, site: str, institution: Institution, who: str) -> None:
    page.click("form[action='/sign/proof/'] button")
    log_in_there(page, institution, who)
    page.wait_for_url(re.compile(f"^{site}/sign/"))


@pytest.fixture
def signers(institution: Institution) -> tuple[Signer, Signer]:
    row = making.collecting(title="Secret of the student")
    return making.signer(row, mail=""), making.second_person(row)


def test_two_people_prove_who_they_are_on_one_tablet(
    live_server: Any, new_page: NewPage, institution: Institution, signers: tuple[Signer, Signer]
) -> None:
    page, site = new_page(viewport=TABLET, locale="en-GB", strict=False), live_server.url
    for signer, who in zip(signers, ("jan", "piet"), strict=True):
        hand_over(page, site, signer)
        choose(page, site)
        page.check("#id_mark_typed")
        page.fill("[name=typed_name]", signer.name)
        prove(page, site, institution, who)
        page.wait_for_url(f"{site}/sign/signature/#proof")
        expect(page.locator("[name=typed_name]")).to_have_value(signer.name)
        page.click("[data-sign]")
        page.wait_for_selector(".own-link")
        page.click("form[action='/sign/finish/'] button")
        page.wait_for_selector(".hand-back")
    assert [proof.name for proof in IdentityProof.objects.order_by("pk")] == ["Jan de Wit", "Piet Bos"]
    assert Signature.objects.count() == 2
    page.goto(f"{site}/")
    assert "/login/" in page.url
    assert User.objects.count() == 1


def test_afterwards_the_browsers_history_holds_no_way_to_the_institution_with_our_question(
    live_server: Any, new_page: NewPage, institution: Institution
) -> None:
    page = new_page(viewport=PHONE)
    factories.user("rosa@desk.example")
    page.goto(f"{live_server.url}/institution/login/")
    page.click("main form button")
    log_in_there(page, institution, "sam")
    page.wait_for_url(re.compile(f"^{live_server.url}"))
    before = User.objects.count()
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert User.objects.count() == before
    page.goto("about:blank")  # where it went back to may lead on, when the institution is gone already


@pytest.mark.parametrize(("language", "dark"), [("nl-NL", False), ("en-GB", True)])
def test_axe_finds_nothing_on_the_way(
    browser: Browser,
    live_server: Any,
    institution: Institution,
    signers: tuple[Signer, Signer],
    language: str,
    dark: bool,
) -> None:
    context = browser.new_context(bypass_csp=True, locale=language, color_scheme="dark" if dark else "light")
    page, site = context.new_page(), live_server.url
    lines = []
    for path in ("/login/", "/signup/", "/institution/login/", f"{LOGIN}?code=1&state=1"):
        page.goto(site + path)
        lines += found(page)
    hand_over(page, site, signers[0])
    lines += found(page)
    choose(page, site)
    prove(page, site, institution, "piet")
    expect(page.locator(".notice-warn")).to_be_visible()
    lines += found(page)
    context.close()
    assert lines == []
