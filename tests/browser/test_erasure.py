"""The desk erases a person who asked for it, and the history is true afterwards."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import NewPage
from tests.browser.site import ROOT, running

WHO = "Carla Bakker"
PATIENCE = 60
"""Tries, a second apart, until the worker sealed what it has to seal, or destroyed what it has to destroy."""


class Site:
    """A site of this test's own: what it destroys, other tests would miss."""

    def __init__(self, address: str, var_dir: Path) -> None:
        self.address, self._var_dir = address, var_dir

    def manage(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of an administrator on this site."""
        name = f"/browser_{urlsplit(self.address).port}"
        own = {
            "VAR_DIR": str(self._var_dir),
            "AKKOORD_DEMO": "1",
            "DATABASE_URL": urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=name)),
        }
        environment = os.environ | own
        environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        return subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("erasing")
    with running(folder) as address:
        yield Site(address, folder)


def test_the_desk_erases_a_person_and_the_history_stays_true(own_site: Site, new_page: NewPage) -> None:
    page, site = new_page(strict=False), own_site.address
    people.speak(page, site, "en")
    people.log_in(page, site, "rosa@desk.example")
    write_down(page, site)
    number = choose(page)
    erase(page)
    page.goto(f"{site}/desk/?q={WHO.replace(' ', '+')}")
    expect(page.locator("main")).to_contain_text("No request is like this")
    page.goto(f"{site}/desk/requests/{number}/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(WHO)
    expect(page.locator("main")).to_contain_text("personal data destroyed", ignore_case=True)
    said = own_site.manage("check_history")
    assert (said.returncode, "The history is true" in said.stdout) == (0, True), said.stderr
    assert "1 destructions:" in said.stdout
    assert archive_is_whole(own_site)


def write_down(page: Page, site: str) -> None:
    page.goto(f"{site}/desk/persons/")
    page.locator('main a[href$="/desk/persons/new/"]').click()
    page.check("[name=right][value=erasure]", force=True)
    page.fill("[name=name]", WHO)
    page.fill("[name=received_on]", time.strftime("%Y-%m-%d"))
    page.check("[name=how_known][value=seen]", force=True)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/desk/persons/\d+/$"))


def choose(page: Page) -> str:
    """Say who is meant; return the number of their request."""
    label = page.locator("main label", has_text=f"{WHO}: ").first
    number = label.inner_text().split(": ")[1].split()[0]
    label.click()
    people.press(page, "/people/")
    expect(page.locator("#export")).to_be_visible()
    return number


def erase(page: Page) -> None:
    """Answer with a yes, as soon as the person's form is sealed."""
    for _ in range(PATIENCE):
        page.check("[name=done][value=yes]", force=True)
        people.press(page, "/answer/")
        page.wait_for_load_state()
        if not page.locator("[name=done]").count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the form of this person is never sealed")


def archive_is_whole(site: Site) -> bool:
    """Whether the files are gone and nothing else is amiss, once the worker came to it."""
    for _ in range(PATIENCE):
        if site.manage("check_archive").returncode == 0:
            return True
        time.sleep(1)
    return False
