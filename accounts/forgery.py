"""The token against forgery, for a page that is looked at so often that Django's way to write one is a tenth of its cost.

It is the same token: the browser's secret under a mask of its own at each look (``django.middleware.csrf`` reads it).
"""

from secrets import token_bytes

from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

LETTERS = CSRF_ALLOWED_CHARS.encode()
MANY = len(LETTERS)
FAIR = 256 - 256 % MANY
"""Random bytes below it give each letter as often as any other."""
TOO_HIGH = bytes(range(FAIR, 256))
PLACE = bytes(LETTERS.find(byte) % 256 for byte in range(256))
"""The place of each letter among the letters."""
LETTER = bytes(LETTERS[byte % MANY] for byte in range(256))
"""The letter at each place, which begin anew after the last one; a sum of two places stays below 256,
so that the sum of many pairs is that of two long numbers."""


def masked(secret: str) -> str:
    """Return a secret under a new mask: the mask, then the sum of both."""
    mask = b""
    while len(mask) < CSRF_SECRET_LENGTH:
        mask += token_bytes(2 * CSRF_SECRET_LENGTH).translate(LETTER, TOO_HIGH)
    mask = mask[:CSRF_SECRET_LENGTH]
    places = int.from_bytes(secret.encode().translate(PLACE)) + int.from_bytes(mask.translate(PLACE))
    return (mask + places.to_bytes(CSRF_SECRET_LENGTH).translate(LETTER)).decode()
