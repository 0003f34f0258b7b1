"""QR codes as SVG markup, without style attributes: the Content-Security-Policy refuses those."""

from io import BytesIO

from django.utils.safestring import SafeString, mark_safe
from segno import QRCode, make_qr

MASK = 2
"""The pattern that breaks up large areas of one colour. Every reader takes all eight. Which is best differs little for
addresses with a random part; to try all eight takes four times as long as the code itself (docs/decisions/0017)."""


def code(address: str) -> QRCode:
    """Return the QR code of an address; 15 % of it may be damaged."""
    return make_qr(address, error="m", mask=MASK)


def svg(address: str, *, title: str, border: int = 2) -> SafeString:
    """Return a QR code of an address; ``title`` is for those who cannot see it, ``border`` in modules."""
    out = BytesIO()
    look = {"omitsize": True, "border": border, "title": title, "svgclass": "qr", "lineclass": None}
    code(address).save(out, kind="svg", xmldecl=False, nl=False, **look)
    drawn = out.getvalue().decode()
    return mark_safe(drawn)  # noqa: S308 - segno escapes the title; the rest is a path of numbers
