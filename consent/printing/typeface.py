"""The typeface of every PDF, shipped with the app, so that a PDF is the same on every machine.

Open Sans, and Vazirmatn for Arabic script: it draws each letter as one glyph. Noto Sans Arabic draws the dots of all letters
with the same glyphs, so that who copies or hears such a text gets other letters; it helps out with letters of Sindhi and the
like that Vazirmatn lacks. Where a name has other letters (Chinese, Georgian, Amharic, ...) GNU Unifont helps out, which has
nearly all of Unicode's first plane in dots: plain, but there, as PDF/A asks of every glyph. What even that lacks (an emoji)
is written as its number, [U+1F600].

WeasyPrint gets its files from here and from nowhere else: not from the network, not from this machine's fonts, not from
other paths (its own fetcher followed redirects to files: CVE-2025-68616).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import override
from unicodedata import category
from urllib.request import OpenerDirector

from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "static:"
ALLOWED = (
    "vendor/open-sans/files/",
    "vendor/vazirmatn/files/",
    "vendor/noto-sans-arabic/files/",
    "vendor/unifont/files/",
    "css/pdf/",
)
OPEN_SANS = ((400, "normal"), (400, "italic"), (600, "normal"), (700, "normal"))
# Vietnamese first: from the Latin file a newer Pango (Debian 13) builds ị out of two glyphs, which copies as two letters.
SUBSETS = ("vietnamese", "latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "hebrew")
ARABIC = ((400, "normal"), (700, "normal"))
LAST_RESORT = "Unifont"
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Categories of characters without a shape of their own."""
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
    """Opens ``static:…`` names of the folders that PDFs are made with; refuses every other address."""

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


@dataclass(frozen=True, slots=True)
class Face:
    """One font file. Each subset is a family of its own: WeasyPrint would mix up the glyphs of two files of one family."""

    family: str
    weight: int
    style: str
    file: str

    @property
    def rule(self) -> str:
        """The @font-face rule."""
        return (
            f"@font-face {{ font-family: '{self.family}'; font-weight: {self.weight}; font-style: {self.style};"
            f" src: url('{SCHEME}{self.file}'); }}"
        )


def faces() -> Iterator[Face]:
    """Yield every font file, in the order in which a character is looked for.

    WOFF and not WOFF2, which takes a hundred times as long to unpack: that is the first seal after a start.
    """
    for subset in SUBSETS:
        for weight, style in OPEN_SANS:
            file = f"vendor/open-sans/files/open-sans-{subset}-{weight}-{style}.woff"
            yield Face(f"Open Sans {subset}", weight, style, file)
    for weight, style in ARABIC:
        yield Face("Vazirmatn", weight, style, f"vendor/vazirmatn/files/vazirmatn-arabic-{weight}-{style}.woff")
    for weight, style in ARABIC:
        file = f"vendor/noto-sans-arabic/files/noto-sans-arabic-arabic-{weight}-{style}.woff"
        yield Face("Noto Sans Arabic", weight, style, file)


def last_resort() -> Face:
    """Return the font for what the others lack. It costs three megabytes, so it is only read where it is needed."""
    return Face(LAST_RESORT, 400, "normal", "vendor/unifont/files/unifont-latin-400-normal.woff")


def style(*, wide: bool) -> str:
    """Return the @font-face rules and the ``font-family`` of every family in turn; ``wide`` with the last resort."""
    every = [*faces(), *([last_resort()] if wide else [])]
    families = ", ".join(f"'{name}'" for name in dict.fromkeys(face.family for face in every))
    return "\n".join([*(face.rule for face in every), f"html {{ font-family: {families}; }}"])


def lacking(text: str) -> set[str]:
    """Return the characters of a text that none of the usual files has."""
    return {one for one in set(text) - _covered() if category(one) not in INVISIBLE}


def spelled_out(text: str, strange: set[str]) -> str:
    """Return the text with the number of each character that no file has at all in its place."""
    none = strange - _characters(last_resort())
    return text.translate({ord(one): f"[U+{ord(one):04X}]" for one in none}) if none else text


@cache
def _covered() -> frozenset[str]:
    return frozenset().union(*(_characters(face) for face in faces() if (face.weight, face.style) == (400, "normal")))


@cache
def _characters(face: Face) -> frozenset[str]:
    with TTFont(static_file(face.file), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
