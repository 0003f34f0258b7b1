"""Every page and state of a signer, in both languages: axe finds nothing, light and dark; all fits at 320 px and 200 %."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test.signals import template_rendered
from django.utils import timezone
from playwright.sync_api import Browser

from consent.wording import seed
from tests.browser.conftest import PHONE
from tests.browser.eyes import Eyes
from tests.browser.rare_walks import RARE
from tests.browser.signer_walks import WALKS, Walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FOLDERS = ("consent/signing", "consent/withdrawal")
BESIDE = {"consent/preview/piece.html"}
"""A signer's page in the folder of pages that others see."""


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    """The names of the templates that the server shows meanwhile."""
    names: set[str] = set()

    def note(template: Any, **_: Any) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def pages() -> set[str]:
    """All templates of whole pages in the signer's folders."""
    root = Path(settings.BASE_DIR) / "templates"
    found = {str(path.relative_to(root)) for folder in FOLDERS for path in (root / folder).glob("*.html")}
    return BESIDE | {name for name in found if not Path(name).name.startswith("_")}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_and_state_of_a_signer_is_open_to_everybody(
    live_server: Any, browser: Browser, rendered: set[str], language: str
) -> None:
    seed.load(apps, now=timezone.now())
    context = browser.new_context(
        bypass_csp=True, viewport={"width": PHONE[0], "height": PHONE[1]}, reduced_motion="reduce", locale=language
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    eyes = Eyes(page)
    for walk in [*WALKS, *RARE]:
        walk(Walk(eyes, live_server.url, language))
    context.close()
    assert not eyes.wrong, "\n".join(eyes.wrong)
    assert pages() - rendered == set()
