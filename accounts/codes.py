"""One-time codes that come by mail: eight digits, of which only a keyed hash is stored."""

from secrets import randbelow

from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH = 8


def new() -> tuple[str, str]:
    """Return new digits and the hash to store."""
    digits = f"{randbelow(10**LENGTH):0{LENGTH}}"
    return digits, hash_of(digits)


def hash_of(digits: str) -> str:
    """Return the HMAC-SHA256 of a code under the secret key: eight digits alone would be found by trying."""
    return salted_hmac("accounts.codes", digits, algorithm="sha256").hexdigest()


def fits(*, typed: str, stored: str) -> bool:
    """Return whether a typed code is the stored one. Spaces and dashes do not count; an empty stored code fits nothing."""
    digits = "".join(typed.replace("-", " ").split())
    return bool(stored) and constant_time_compare(hash_of(digits), stored)


def spoken(digits: str) -> str:
    """Return a code as it is read best: in two groups of four."""
    return f"{digits[:4]} {digits[4:]}"
