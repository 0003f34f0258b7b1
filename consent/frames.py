"""Pages that a process keeps whole, but for what is a person's own: there they have gaps (decision 0015).

What a frame is made from is its key, and all of it: it is never out of date. Names, answers and tokens are no part of it;
they are filled in at each look, escaped as a template would.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

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
MAY_BE_EMPTY = "?"
"""Stands before the name of a gap that may be left empty."""

SPECIAL = re.compile("[&<>\"']")
"""What ``escape`` writes in another way; few texts hold any of it."""

type Values = Callable[[Any], Mapping[str, Any]]
"""Makes what a template renders from a key."""


class Frame(NamedTuple):
    """The text as it is sent, with nothing at the gaps; where each gap is; and which of them must be filled in."""

    texts: tuple[bytes, ...]
    gaps: Mapping[str, tuple[int, ...]]
    owed: frozenset[str]


def gap(name: str, *, may_be_empty: bool = False) -> SafeString:
    """Return what stands for a value that is filled in later, in text or between double quotes."""
    before = MAY_BE_EMPTY if may_be_empty else ""
    return mark_safe(f"{MARK}{before}{name}{MARK}")  # noqa: S308 -- a name of ours; its value is escaped in ``filled``


def frame(template: str, values: Values, key: Hashable) -> Frame:
    """Render a template from ``values(key)``, once for each language of the page. ``values`` knows nothing but its key."""
    make = _made if settings.DEBUG else _kept
    return make(template, get_language() or "", values, key)


def piece(template: str, **values: Hashable) -> Frame:
    """Render a part of a page, such as a row of a list, from these values and nothing else."""
    make = _made if settings.DEBUG else _kept_piece
    return make(template, get_language() or "", dict, tuple(values.items()))


def _made(template: str, _language: str, values: Values, key: Hashable) -> Frame:
    parts = render_to_string(template, values(key)).split(MARK)
    texts = tuple(b"" if place % 2 else part.encode() for place, part in enumerate(parts))
    gaps: dict[str, tuple[int, ...]] = {}
    for number, marked in enumerate(parts[1::2]):
        name = marked.removeprefix(MAY_BE_EMPTY)
        gaps[name] = (*gaps.get(name, ()), 2 * number + 1)
    return Frame(texts, gaps, frozenset(name for name in parts[1::2] if not name.startswith(MAY_BE_EMPTY)))


_kept = lru_cache(maxsize=KEPT)(_made)
_kept_piece = lru_cache(maxsize=PIECES)(_made)


def filled(made: Frame, own: Mapping[str, str]) -> bytes:
    """Fill in every gap; what has no gap in this frame is left out. Raises KeyError where a value is missing."""
    texts, gaps, owed = made
    if not own.keys() >= owed:
        raise KeyError(*(owed - own.keys()))
    parts = list(texts)
    for name, value in own.items():
        if places := gaps.get(name):  # escaped as ``conditional_escape`` does, for what is a text already
            safe = isinstance(value, SafeString) or not SPECIAL.search(value)
            text = (value if safe else escape(value)).encode()
            for place in places:
                parts[place] = text
    return b"".join(parts)
