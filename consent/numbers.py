"""Request numbers: short, without look-alikes, with a check character that names typing errors.

Six characters and a check character over an alphabet of 23, a prime. The weighted sum (weights 1 to 7) modulo 23 is 0, so
every single wrong character (all weights are units modulo 23) and every swap of neighbours (neighbouring weights differ by
one) changes the sum. Source of the requirement: product.md, "Archive and look-up".
"""

ALPHABET = "23456789ACDEFHJKMNPRTWX"
BODY = 6
LENGTH = BODY + 1
CAPACITY = len(ALPHABET) ** BODY
MOST_GROUPS = 2
"""In so many groups people write a number."""
# Unit modulo 23**6, so that consecutive requests get numbers that do not look alike.
STRIDE = 91_234_567


class TypingError(ValueError):
    """The number cannot exist: a wrong character, a swap, or one too few or too many."""


def nth(index: int) -> str:
    """Return the number of the ``index``-th request: a bijection for 0 <= index < 148,035,889.

    Raises ValueError outside that range.
    """
    if not 0 <= index < CAPACITY:
        raise ValueError("no numbers left")
    rest = index * STRIDE % CAPACITY
    digits = []
    for _ in range(BODY):
        rest, digit = divmod(rest, len(ALPHABET))
        digits.append(digit)
    return "".join(ALPHABET[digit] for digit in [*digits, _check(digits)])


def _check(digits: list[int]) -> int:
    total = sum(weight * digit for weight, digit in enumerate(digits, start=1))
    return -total * pow(LENGTH, -1, len(ALPHABET)) % len(ALPHABET)


def parse(typed: str) -> str:
    """Return the number that was typed, forgiving lower case, spaces, dashes and dots.

    Raises TypingError.
    """
    number = "".join(character for character in typed.upper() if character not in " -–—._/\t\r\n\u00a0")
    if len(number) != LENGTH or not set(number) <= set(ALPHABET):
        raise TypingError(typed)
    digits = [ALPHABET.index(character) for character in number]
    if _check(digits[:BODY]) != digits[BODY]:
        raise TypingError(typed)
    return number


def mistyped(typed: str) -> bool:
    """Whether what was typed looks like a number with a typing error: about as long, with its letters or a digit."""
    try:
        parse(typed)
    except TypingError:
        letters = [letter for letter in typed.upper() if letter.isalnum()]
        if len(letters) == LENGTH and set(letters) <= set(ALPHABET):
            return True
        near = abs(len(letters) - LENGTH) <= 1
        return near and any(letter.isdigit() for letter in letters) and len(typed.split()) <= MOST_GROUPS
    return False


def spoken(number: str) -> str:
    """Return the number as people read it: ``K7M-4XWD``."""
    return f"{number[:3]}-{number[3:]}"
