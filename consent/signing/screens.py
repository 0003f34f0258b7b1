"""Where a signer is in the form: all on one page, or the reading first and then one question a screen. Pure.

Works with scripts off: each screen has an address (``?question=2``) and each answer is kept by the server when it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from consent.sheet import Choice, Sheet


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of the form. ``number`` 0 is the reading. ``changing``: one answer, and then back to the signature."""

    number: int = 0
    total: int = 0
    alone: bool = False
    changing: bool = False

    @property
    def last(self) -> bool:
        """Whether signing comes after it."""
        return not self.alone or self.number == self.total

    def following(self, go: str) -> int | None:
        """Return the number of the next screen, or of the one before for "back"; None is the signature."""
        if go == "back":
            return max(self.number - 1, 0)
        return None if self.changing or self.last else self.number + 1


def screen(wish: Mapping[str, str], *, shown: Sheet, one: bool) -> Screen:
    """Return the screen that a query or a posted form asks for; anything that is no number of a question is the reading.

    ``one`` says that the signer chose one question a screen.
    """
    total = len(shown.choices)
    text = str(wish.get("question", ""))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    number = number if number <= total else 0
    changing = number > 0 and wish.get("then") == "sign"
    return Screen(number=number, total=total, alone=True, changing=changing) if one or changing else Screen(total=total)


def asked_on(place: Screen, *, shown: Sheet) -> tuple[Choice, ...]:
    """Return the choices that stand on a screen."""
    if not place.alone:
        return shown.choices
    return shown.choices[place.number - 1 : place.number] if place.number else ()


def first_missing(answers: Mapping[str, str], *, shown: Sheet) -> int:
    """Return the number of the first question without a valid answer; the last one when none is missing."""
    for number, choice in enumerate(shown.choices, start=1):
        if answers.get(choice.id) not in dict(choice.options):
            return number
    return len(shown.choices)
