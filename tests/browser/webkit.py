"""A real WebKit for the tests in this folder: Debian's MiniBrowser on a screen in memory, driven by the WebDriver protocol.

It is the engine of the hospital's tablets. The toolbar of the MiniBrowser is wider than a phone: a style sheet flattens it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains, WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

PACKAGES = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
FLAT = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; border-spacing: 0; font-size: 1px; }"
SCREEN = "1300x1300x24"
PATIENCE = 20
"""Seconds for a page on a busy machine."""


def required() -> None:
    """Fail when WebKit is missing; skip where there is no Debian to install it from."""
    missing = [package for program, package in PACKAGES.items() if shutil.which(program) is None]
    if missing and shutil.which("apt-get") is None:
        pytest.skip(f"WebKit is missing, and no apt-get is here to install {' '.join(missing)}")
    if missing:
        pytest.fail(f"WebKit is missing: apt-get install --no-install-recommends {' '.join(missing)}", pytrace=False)


@contextmanager
def started(folder: Path) -> Iterator[WebKitGTK]:
    """Run WebKit on a screen of its own; ``folder`` holds what it writes."""
    required()
    with screen() as display:
        style = folder / "gtk-3.0" / "gtk.css"
        style.parent.mkdir(parents=True)
        style.write_text(FLAT, encoding="utf-8")
        homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(folder))
        environment = os.environ | homes | {"DISPLAY": display, "NO_AT_BRIDGE": "1"}
        driver = WebKitGTK(options=minibrowser(), service=Service(shutil.which("WebKitWebDriver"), env=environment))
        try:
            driver.set_page_load_timeout(PATIENCE)
            yield driver
        finally:
            driver.quit()


def minibrowser() -> Options:
    """Return how the driver starts its browser: the libraries' own folder, whatever the processor."""
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    options = Options()
    if found:
        options.binary_location = str(found[-1])
    options.add_argument("--automation")
    return options


@contextmanager
def screen() -> Iterator[str]:
    """Run an X server without a monitor and yield its name."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


class Tablet:
    """A device in somebody's hands: what is seen, tapped and typed on it."""

    def __init__(self, driver: WebKitGTK, site: str) -> None:
        self.driver, self.site = driver, site

    def turn(self, size: tuple[int, int]) -> None:
        """Hold the device another way; ``size`` is what the page gets."""
        for _ in range(3):
            seen = self.driver.execute_script("return [outerWidth - innerWidth, outerHeight - innerHeight]")
            self.driver.set_window_rect(0, 0, size[0] + seen[0], size[1] + seen[1])
            if self.driver.execute_script("return [innerWidth, innerHeight]") == [*size]:
                return
        raise AssertionError(f"the window does not become {size}")

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.driver.get(path if path.startswith("http") else self.site + path)

    def all(self, selector: str) -> list[WebElement]:
        """Return everything that matches now."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def see(self, selector: str) -> WebElement:
        """Wait until something is there to be seen, and return it."""
        return WebDriverWait(self.driver, PATIENCE).until(
            lambda _: next((one for one in self.all(selector) if one.is_displayed()), None),  # type: ignore[return-value]
            f"{selector} is not seen on {self.driver.current_url}",
        )

    def at(self, path: str) -> None:
        """Wait until the page of an address is there whole."""
        WebDriverWait(self.driver, PATIENCE).until(
            lambda driver: path in driver.current_url and self.run("return document.readyState") == "complete",
            f"{path} is not reached",
        )

    def tap(self, selector: str) -> None:
        """Bring something into view and tap it."""
        self.touch(self.see(selector))

    def touch(self, element: WebElement) -> None:
        """Tap an element."""
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def type(self, selector: str, text: str) -> None:
        """Type into an empty field."""
        self.see(selector).send_keys(text)

    def value(self, selector: str) -> str:
        """Return what a field holds, hidden ones too."""
        return str(self.run("return document.querySelector(arguments[0]).value", selector))

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page."""
        return self.driver.execute_script(script, *arguments)

    def draw(self) -> None:
        """Draw two strokes on the canvas."""
        canvas = self.see("canvas")
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", canvas)
        width, height = canvas.size["width"], canvas.size["height"]
        for down in (-0.2, 0.2):
            pen = ActionChains(self.driver, duration=20)
            pen.move_to_element_with_offset(canvas, int(-0.3 * width), int(down * height)).click_and_hold()
            for step in range(6):
                pen.move_by_offset(int(0.1 * width), int(0.1 * height * (-1) ** step))
            pen.release().perform()

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the screen."""
        return int(self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
