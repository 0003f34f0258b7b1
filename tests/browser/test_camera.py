"""Looking up with the camera: a code leads to the request; without a camera, or a reader of codes, there is the field."""

import re

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import TABLET, NewPage

READER = (
    "window.BarcodeDetector = class { async detect() { return window.shown ? [{ rawValue: window.shown }] : []; } };"
)
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  setInterval(() => pen.fillRect(0, 0, 9, 9), 50);
  return canvas.captureStream();
};
"""
NO_CAMERA = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('none', 'NotFoundError'); };"


def looking_up(page: Page, site: str, *scripts: str, who: str = "hannah@student.example") -> None:
    """Log somebody in, on a tablet whose browser has these parts, and open the page."""
    for script in scripts:
        page.add_init_script(script)
    people.speak(page, site, "en")
    people.log_in(page, site, who)
    page.goto(f"{site}/look-up/")


def test_a_code_before_the_camera_leads_to_the_request(site: str, new_page: NewPage) -> None:
    page = new_page(viewport=TABLET)
    looking_up(page, site, READER, CAMERA, who="rosa@desk.example")
    page.goto(f"{site}/desk/?state=all")
    number = re.search(r"/desk/requests/(\w+)/", page.content())
    assert number
    page.goto(f"{site}/look-up/")
    page.locator("[data-scan-start]").click()
    expect(page.locator("[data-scan-view]")).to_be_visible()
    page.evaluate("number => { window.shown = number; }", number[1].lower())
    page.wait_for_url(f"{site}/desk/requests/{number[1]}/")


def test_the_camera_stops_when_it_is_told_to(site: str, new_page: NewPage) -> None:
    page = new_page(viewport=TABLET)
    looking_up(page, site, READER, CAMERA)
    page.locator("[data-scan-start]").click()
    page.locator("[data-scan-stop]").click()
    expect(page.locator("[data-scan-view]")).to_be_hidden()
    expect(page.locator("[data-scan-start]")).to_be_visible()
    assert page.evaluate("document.querySelector('video').srcObject") is None


def test_without_a_camera_the_page_says_so(site: str, new_page: NewPage) -> None:
    page = new_page(viewport=TABLET)
    looking_up(page, site, READER, NO_CAMERA)
    page.locator("[data-scan-start]").click()
    expect(page.locator("[data-scan-said]")).to_have_text(
        "The camera cannot be used here. Type the number: it stands under the code."
    )


def test_a_browser_that_reads_no_codes_offers_no_camera(site: str, new_page: NewPage) -> None:
    page = new_page(viewport=TABLET)
    looking_up(page, site, "delete window.BarcodeDetector;")
    expect(page.locator("[data-scan-start]")).to_be_hidden()
