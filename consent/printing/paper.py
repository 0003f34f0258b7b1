"""Paper: a template and its context become an unsealed PDF, PDF/A-2a and PDF/UA-1, with a place for the seal.

What does not change between two PDFs (fonts, style sheet, colours) is read once for each process.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import Any

import pydyf  # type: ignore[import-untyped]
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from weasyprint import CSS
from weasyprint.css import ColorProfile
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from consent.printing import conformance, drawn, packing, pictograms, reading, typeface

VARIANT = "pdf/a-2a"
INTENT = "archive-srgb"
"""What the colours mean: sRGB, under a name of our own, since WeasyPrint reads its "srgb" anew for each PDF."""
SRGB = files("weasyprint.pdf") / "sRGB2014.icc"
RGB = (["r"], ["g"], ["b"])
STYLES = ("css/pdf/paper.css", "css/pdf/kinds.css")
_only_ours = typeface.OwnFilesOnly()
_press = Lock()
"""Fontconfig and Pango are one machine for the whole process: one PDF at a time."""


def print_pdf(*, template: str, context: Mapping[str, Any], language: str) -> bytes:
    """Return the PDF of a template, its own words in ``language``. Values are escaped: markup in a name stays literal."""
    with translation.override(language), _press, _swept_afterwards():
        return _printed(template, context, language)


def _printed(template: str, context: Mapping[str, Any], language: str) -> bytes:
    html: str = render_to_string(template, {"language": language, "organisation": settings.ORGANISATION, **context})
    strange = typeface.lacking(html)
    html = typeface.spelled_out(html, strange)
    fonts, style, colours = _type(wide=bool(strange))
    document = reading.read(html, _only_ours).render(
        font_config=fonts,
        stylesheets=[style],
        color_profiles={INTENT: colours},
        pdf_variant=VARIANT,
        output_intent=INTENT,
        cache=drawn.Images(),
    )
    conformance.declare_both(document)
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, output_intent=INTENT, finisher=_finish)
    return pdf


@contextmanager
def _swept_afterwards() -> Iterator[None]:
    """Let the garbage collector come when a PDF is done and what it was made of is garbage; not ten times before.

    It comes by itself then, and looks after older garbage in its own time: whoever calls it for the youngest alone keeps it
    from ever doing so, and the worker grows.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    conformance.add_place_for_seal(document, pdf)
    packing.pack(pdf)


def warm_up() -> None:
    """Load fonts and style now, so that the first signer need not wait for them."""
    with _press:
        _type(wide=False)
        typeface.lacking("")


@cache
def _type(*, wide: bool) -> tuple[FontConfiguration, CSS, ColorProfile]:
    fonts = typeface.configuration()
    rules = [typeface.static_file(name).read_text(encoding="utf-8") for name in STYLES]
    every = "\n".join([typeface.style(wide=wide), *rules, pictograms.style()])
    style = CSS(string=every, font_config=fonts, url_fetcher=_only_ours)
    return fonts, style, ColorProfile(BytesIO(SRGB.read_bytes()), SRGB.name, "relative-colorimetric", RGB)


def qr(address: str, *, title: str) -> SafeString:
    """Return a QR code as markup, for paper (its quiet zone). ``title`` is for those who cannot see it."""
    return format_html('<img class="qr" src="{}{}" alt="{}"/>', drawn.CODE, address, title)
