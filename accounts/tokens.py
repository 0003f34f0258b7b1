"""Secrets in links: 256 random bits, of which only a hash is stored."""

from hashlib import sha256
from secrets import token_urlsafe


def new() -> tuple[str, str]:
    """Return a new token and the hash to store."""
    token = token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal. A token has full entropy, so no salt is needed."""
    return sha256(token.encode()).hexdigest()
