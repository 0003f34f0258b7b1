"""Pages that a process keeps whole, but for what is a person's own: there they have gaps (decision 0015).

What a frame is made from is its key, and all of it: it is never out of date. Names, answers and tokens are no part of it;
they are filled in at each look, escaped as a template would.
"""

from collections.abc import Hashable, Mapping
from functools import lru_cache
from html import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

KEPT = 64
"""Frames of whole pages that a process keeps: one takes 40 to 80 kB."""
PIECES = 1024
"""Frames of rows and the like: one takes 2 to 4 kB."""
MARK = "\0"
"""Stands around the name of a gap: no text of the database can hold it."""

type Frame = tuple[tuple[bytes, ...], tuple[str, ...]]
"""The text around the gaps, as it is sent, and the names of the gaps between: one less."""


def gap(name: str) -> SafeString:
    """Return what stands for a value that is filled in later, in text or between double quotes."""
    return mark_safe(f"{MARK}{name}{MARK}")  # noqa: S308 -- a name of ours; its value is escaped in ``filled``


def frame(template: str, **values: Hashable) -> Frame:
    """Render a template from these values and nothing else, once for each language of the page."""
    make = _made if settings.DEBUG else _kept
    return make(template, get_language() or "", tuple(values.items()))


def piece(template: str, **values: Hashable) -> Frame:
    """Do the same for a part of a page, such as a row of a list."""
    make = _made if settings.DEBUG else _kept_piece
    return make(template, get_language() or "", tuple(values.items()))


def _made(template: str, _language: str, values: tuple[tuple[str, Hashable], ...]) -> Frame:
    parts = render_to_string(template, dict(values)).split(MARK)
    return tuple(part.encode() for part in parts[::2]), tuple(parts[1::2])


_kept = lru_cache(maxsize=KEPT)(_made)
_kept_piece = lru_cache(maxsize=PIECES)(_made)


def filled(made: Frame, own: Mapping[str, str]) -> bytes:
    """Fill in every gap. Raises KeyError where a value is missing."""
    texts, gaps = made
    parts = [b""] * (len(texts) + len(gaps))
    parts[::2] = texts
    parts[1::2] = [_escaped(own[name]).encode() for name in gaps]
    return b"".join(parts)


def _escaped(value: str) -> str:
    """Do as ``conditional_escape``, for what is a text already."""
    return value if isinstance(value, SafeString) else escape(value)
