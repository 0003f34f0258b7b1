"""Which letters a signed PDF can show: those of the typefaces that the archive ships (consent/printing/typeface.py).

A wording with others would be sealed with empty boxes, so it cannot be published. A test compares this with the files.
"""

RANGES = (
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x017F),  # Latin with accents
    (0x0386, 0x03CE),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x05D0, 0x05EA),  # Hebrew
    (0x060C, 0x060C),  # Arabic: comma, semicolon, question mark
    (0x061B, 0x061B),
    (0x061F, 0x061F),
    (0x0621, 0x063A),  # Arabic letters and vowel signs
    (0x0640, 0x0652),
    (0x0660, 0x066D),  # Arabic digits and signs
    (0x0671, 0x06D3),  # Persian, Urdu, Pashto, Kurdish
    (0x06F0, 0x06F9),  # their digits
    (0x1EA0, 0x1EF9),  # Vietnamese
    (0x2013, 0x2014),  # dashes
    (0x2018, 0x201E),  # quotation marks
    (0x2026, 0x2026),  # ellipsis
    (0x20AC, 0x20AC),  # euro
)
MISSING = frozenset({0x0387, 0x038B, 0x038D, 0x03A2, 0x0450, 0x045D, 0x201B})
INVISIBLE = frozenset({0x200C, 0x200D, 0x200E, 0x200F})
"""Joiners and marks of direction: they have no shape of their own."""


def unprintable(text: str) -> list[str]:
    """Return the characters of a text that no typeface has, each once, in order; at most ten."""
    return [one for one in dict.fromkeys(text) if not _printable(ord(one))][:10]


def _printable(code: int) -> bool:
    if code in INVISIBLE:
        return True
    return code not in MISSING and any(first <= code <= last for first, last in RANGES)
