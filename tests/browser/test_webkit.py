"""The signer's life on WebKit, the engine of the tablets: phone, tablet both ways; no; a reload in the middle."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from selenium.webdriver import WebKitGTK

from consent.models import Signature, Signer, Way
from consent.states import SignerStatus
from consent.wording import seed
from tests.browser import webkit
from tests.browser.conftest import PHONE, TABLET
from tests.browser.sealing import seal
from tests.browser.webkit import Tablet
from tests.signing import browsing, making

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),  # Selenium 4.51 warns of itself
]
LYING = TABLET[::-1]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKitGTK]:
    """WebKit, started once."""
    with webkit.started(tmp_path_factory.mktemp("webkit")) as running:
        yield running


@pytest.fixture
def signer(transactional_db: None) -> Signer:
    seed.load(apps, now=timezone.now())
    row = making.collecting()
    making.second_person(row)
    return making.signer(row, mail="")


@pytest.fixture
def tablet(driver: WebKitGTK, live_server: Any, signer: Signer) -> Tablet:
    """A tablet on which the link of the signer was opened, and nothing else."""
    found = Tablet(driver, live_server.url)
    driver.delete_all_cookies()
    found.go(browsing.link(signer, Way.QR))
    driver.delete_all_cookies()
    found.run("sessionStorage.clear()")
    driver.refresh()
    return found


def come_in(tablet: Tablet, language: str = "nl") -> None:
    """From the link to the form, in a language."""
    tablet.tap("main form .button-main")
    tablet.at("/sign/")
    if tablet.run("return document.documentElement.lang") != language:
        tablet.tap(f"[name=look][value='language:{language}']")
        tablet.see(f"html[lang={language}]")
    tablet.tap("[name=me][value=yes]")
    tablet.at("/sign/form/")


def answer(tablet: Tablet, values: dict[str, str]) -> None:
    """Choose, question after question."""
    for name, value in values.items():
        tablet.tap(f"label.choice:has([name='{name}'][value='{value}'])")
        assert tablet.run("return document.querySelector(arguments[0]).checked", f"[name='{name}'][value='{value}']")


def go_on(tablet: Tablet) -> None:
    """From the form to the signature."""
    tablet.tap("#form .button-main")
    tablet.at("/sign/signature/")


@pytest.mark.parametrize("size", [PHONE, TABLET, LYING], ids=["phone", "tablet", "tablet-lying"])
def test_a_signer_reads_chooses_draws_and_gets_a_copy(tablet: Tablet, signer: Signer, size: tuple[int, int]) -> None:
    tablet.turn(size)
    come_in(tablet, "en")
    assert tablet.overflow() == 0
    answer(tablet, making.answers(signer))
    go_on(tablet)
    tablet.tap("label.choice:has([value=drawn])")
    tablet.draw()
    assert tablet.overflow() == 0
    drawn = json.loads(tablet.value("#id_strokes"))
    tablet.tap("[data-sign]")
    own = tablet.see(".own-link .link-text").text
    stored = Signature.objects.get()
    assert (stored.signer, stored.language, stored.strokes) == (signer, "en", drawn)
    assert len(drawn) == 2
    assert tablet.run("return sessionStorage.length") == 0
    seal(stored.pk)
    tablet.go(own[own.index("/mine/") :])
    tablet.see("a[href*='/withdraw/']")
    copy = "fetch(document.querySelector('a[href*=\"/copy/\"]').href).then(got => got.blob()).then(got => got.text())"
    assert tablet.run(f"return {copy}").startswith("%PDF-")


def test_saying_no_takes_one_tap(tablet: Tablet, signer: Signer) -> None:
    tablet.turn(TABLET)
    come_in(tablet)
    tablet.tap("[formaction='/sign/no/']")
    tablet.see(".done.last h1")
    signer.refresh_from_db()
    assert signer.status == SignerStatus.REFUSED
    assert not Signature.objects.exists()


def test_a_reload_in_the_middle_keeps_the_answers(tablet: Tablet, signer: Signer) -> None:
    tablet.turn(TABLET)
    come_in(tablet)
    values = making.answers(signer, "no")
    answer(tablet, values)
    tablet.driver.refresh()
    tablet.see("main fieldset.question")
    chosen = tablet.run("return [...document.querySelectorAll('input:checked')].map(one => [one.name, one.value])")
    assert dict(chosen) == values


def test_turning_and_reloading_keep_the_strokes(tablet: Tablet, signer: Signer, tmp_path: Path) -> None:
    tablet.turn(TABLET)
    come_in(tablet)
    answer(tablet, making.answers(signer))
    go_on(tablet)
    tablet.tap("label.choice:has([value=drawn])")
    tablet.draw()
    drawn = tablet.value("#id_strokes")
    tablet.turn(LYING)
    assert tablet.value("#id_strokes") == drawn
    tablet.driver.refresh()
    tablet.see("canvas")
    assert tablet.value("#id_strokes") == drawn
    tablet.tap("[data-sign]")
    tablet.see(".own-link")
    assert Signature.objects.get().strokes == json.loads(drawn)
