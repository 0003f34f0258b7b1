"""A real Chromium for the tests in this folder: the system's own, never one that a test run downloads."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.site import running

PHONE = (390, 844)
TABLET = (810, 1080)
DESKTOP = (1440, 900)
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-dev-shm-usage",
]
# Playwright's loop makes Django believe that the test itself is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

type NewPage = Callable[..., Page]
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, so that ``new_page`` leaves screenshots of it under VAR_DIR/failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def complains(said: ConsoleMessage) -> bool:
    """Whether the browser's console tells of a fault; that the server answered 422 to wrong input is none."""
    return said.type == "error" and "status of 422" not in said.text


def chromium() -> str:
    """Return the path of Chromium: the environment's CHROMIUM, or what PATH has."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("Chromium is missing: apt-get install chromium, or set CHROMIUM to its path.", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *sandbox])
        yield running
        running.close()


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Return a maker of pages, each with cookies of its own; script errors and refused content fail the test.

    ``new_page(viewport=TABLET, locale="nl-NL", dark=True, touch=True, strict=False)``; all arguments are optional.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(
        *,
        viewport: tuple[int, int] = DESKTOP,
        locale: str = "en-GB",
        dark: bool = False,
        touch: bool = False,
        strict: bool = True,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": viewport[0], "height": viewport[1]},
            locale=locale,
            timezone_id="Europe/Amsterdam",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=touch,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        if strict:
            page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
            page.on("console", lambda said: complaints.append(said.text) if complains(said) else None)
        return page

    yield make
    if request.node.stash.get(FAILED, False):
        for index, context in enumerate(contexts):
            context.pages[0].screenshot(path=settings.VAR_DIR / "failed" / f"{request.node.name}-{index}.png")
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The running product with its demo data, started once; yields its address. SITE names one that runs already."""
    if "SITE" in os.environ:
        yield os.environ["SITE"]
        return
    with running(tmp_path_factory.mktemp("site")) as address:
        yield address
