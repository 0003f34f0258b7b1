"""Seals secrets that lie in the database, with keys derived from the secret key (Fernet).

With ``SECRET_KEY_FALLBACKS`` what was sealed with an earlier secret key can still be opened.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotOpen(Exception):
    """It was sealed with a secret key that is not known any more, or it was changed."""


def seal(text: str, *, purpose: str) -> str:
    """Return a text that only this site can read, for this purpose."""
    return _keys(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return a sealed text. Raises CannotOpen."""
    try:
        return _keys(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen from error


def renew(sealed: str, *, purpose: str) -> str:
    """Return the same secret, sealed with today's secret key. Raises CannotOpen."""
    try:
        return _keys(purpose).rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen from error


def _keys(purpose: str) -> MultiFernet:
    return MultiFernet([_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
