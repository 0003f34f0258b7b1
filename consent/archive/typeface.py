"""The typeface of every PDF: Open Sans, shipped with the app, so that a PDF is the same on every machine.

WeasyPrint gets its files from here and from nowhere else: not from the network, not from this machine's fonts, not from
other paths (its own fetcher followed redirects to files: CVE-2025-68616).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import override
from urllib.request import OpenerDirector

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "static:"
ALLOWED = ("vendor/open-sans/files/", "css/pdf/")
FOLDER = "vendor/open-sans/files"
FACES = ((400, "normal"), (400, "italic"), (600, "normal"), (700, "normal"))
SUBSETS = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese", "hebrew")
NO_SYSTEM_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'


class Forbidden(Exception):
    """A document asked for something that is not ours."""


def static_file(name: str) -> Path:
    """Return where a static file lies, collected or not. Raises FileNotFoundError."""
    found = finders.find(name) or (Path(settings.STATIC_ROOT) / name)
    if not Path(found).is_file():
        raise FileNotFoundError(name)
    return Path(found)


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Opens ``static:…`` names of the two folders that PDFs are made with; refuses every other address."""

    def __init__(self) -> None:
        """Leave out the handlers of WeasyPrint's fetcher: there is nothing that can open a network address or a path."""
        OpenerDirector.__init__(self)
        self._fail_on_errors = False

    @override
    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return one of our files. Raises Forbidden."""
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or not name.startswith(ALLOWED) or ".." in name:
            raise Forbidden(url[:80])
        return URLFetcherResponse(url, static_file(name).read_bytes())


def configuration() -> FontConfiguration:
    """Return a font configuration that knows no font of this machine."""
    with _empty_fontconfig():
        return FontConfiguration()


@contextmanager
def _empty_fontconfig() -> Iterator[None]:
    """Let fontconfig, for as long as it is being set up, read an empty configuration instead of the machine's."""
    before = os.environ.get("FONTCONFIG_FILE")
    with NamedTemporaryFile("w", suffix=".conf") as empty:
        empty.write(NO_SYSTEM_FONTS)
        empty.flush()
        os.environ["FONTCONFIG_FILE"] = empty.name
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def family() -> str:
    """Return the value of ``font-family``: every subset in turn."""
    return ", ".join(f"'{_family(subset)}'" for subset in SUBSETS)


def rules() -> str:
    """Return the @font-face rules: each face of each subset is a file.

    Each subset is a family of its own: WeasyPrint would mix up the glyphs of two files of one family.
    """
    return "\n".join(
        f"@font-face {{ font-family: '{_family(subset)}'; font-weight: {weight}; font-style: {style};"
        f" src: url('{SCHEME}{FOLDER}/open-sans-{subset}-{weight}-{style}.woff2'); }}"
        for subset in SUBSETS
        for weight, style in FACES
    )


def _family(subset: str) -> str:
    return f"Open Sans {subset}"
