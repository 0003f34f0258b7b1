"""Names, places and dates of one direction inside text of the other. Pure.

A browser and a printer order a line by the direction of its text (Unicode Standard Annex 9), so that in an Arabic sentence
"+31 88 755 34 55 (ma-vr)." gets its brackets and full stop on the wrong side, and its numbers back to front. What was filled
in is therefore set apart from the text around it by two characters that nobody sees.
"""

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

APART, TOGETHER = "\u2068", "\u2069"
"""First strong isolate and pop directional isolate (UAX 9, 2.3 and 2.4)."""

FILLED_IN = frozenset({
    "contact", "existing_owner", "existing_source", "name", "officer", "organisation", "permitted_party", "place",
    "programme", "purpose", "recorder", "requester", "signer_name", "subject_name", "supervisor", "ward_contact",
})  # fmt: skip
"""What stands in a form between its own words, by the names that ``consent.sheet`` has for it."""


def isolated(text: str) -> str:
    """Set text apart from what stands around it. Empty stays empty."""
    return f"{APART}{text}{TOGETHER}" if text else text


def set_apart[Thing: "DataclassInstance"](thing: Thing) -> Thing:
    """Return a copy of what is filled in, with its texts set apart; also those of its mappings and of its parts."""
    changed = {one.name: _apart(one.name, getattr(thing, one.name)) for one in fields(thing)}
    return replace(thing, **changed)


def _apart(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(part if isinstance(part, str) else set_apart(part) for part in value)
    if name not in FILLED_IN:
        return value
    return isolated(value) if isinstance(value, str) else {key: isolated(text) for key, text in value.items()}


def direction(text: str) -> str:
    """Return which way a text is read by its first letter, "ltr" or "rtl"; digits alone are read from left to right.

    What is set apart in it does not count, unless there is nothing else.
    """
    depth, within = 0, ""
    for character in text:
        kind = bidirectional(character)
        if kind in {"LRI", "RLI", "FSI"}:
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif kind in {"L", "R", "AL"}:
            found = "ltr" if kind == "L" else "rtl"
            if depth == 0:
                return found
            within = within or found
    return within or "ltr"
