"""Finds numbers that may never be typed into free text: a citizen service number (BSN) or a patient number (G4)."""

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

NINE_DIGITS = re.compile(r"(?<![\d+])(?:\d{9}|\d{3}[ .-]\d{3}[ .-]\d{3}|\d{4}[ .-]\d{2}[ .-]\d{3})(?!\d)")
SEVEN_DIGITS = re.compile(r"(?<![\d.+-])(?<!\b0\d )(?<!\b0\d\d )(?<!\b0\d\d\d )\d{7}(?![.-]?\d)")

BSN = _("This looks like a citizen service number (BSN). Take it out: we never ask for it.")
PATIENT_NUMBER = _("This looks like a patient number. Take it out: we never ask for it.")


def objection(text: str) -> "str | Promise | None":
    """Return why a text cannot stand, or None. Phone numbers and dates are let through."""
    if any(_passes_eleven_test(match[0]) for match in NINE_DIGITS.finditer(text)):
        return BSN
    return PATIENT_NUMBER if SEVEN_DIGITS.search(text) else None


def refuse(text: str) -> None:
    """Refuse a text with such a number: a validator of form fields. Raises ValidationError."""
    if message := objection(text):
        raise ValidationError(str(message))


def _passes_eleven_test(number: str) -> bool:
    """Whether nine digits can be a BSN: the sum with weights 9 to 2 and -1 is divisible by 11, and not all are zero."""
    digits = [int(character) for character in number if character.isdigit()]
    total = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return any(digits) and total % 11 == 0
