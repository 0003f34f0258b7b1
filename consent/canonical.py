"""One text and one digest for what is hashed: the same facts always give the same bytes."""

import json
from datetime import date, datetime
from hashlib import sha256
from json.encoder import encode_basestring
from zoneinfo import ZoneInfo


def text(value: object) -> str:
    """Return a value as JSON: keys sorted, no spaces, nothing escaped that need not be."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


quoted = encode_basestring
"""Returns one string as it stands in ``text``: what the encoder does with a string."""


def digest(whole: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(whole.encode()).hexdigest()


def _plain(value: object) -> str:
    """Write a moment in UTC and a day as ISO 8601, so that the same moment has one text."""
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo("UTC")).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
