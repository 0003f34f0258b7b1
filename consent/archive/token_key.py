"""A key that never leaves its hardware: signing through PKCS#11. Only what seals imports this."""

from hashlib import sha256
from threading import Lock
from typing import Any

import pkcs11
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

BROKEN = (pkcs11.exceptions.PKCS11Error, RuntimeError, OSError)
"""What a token, its library or the way to it can fail with."""


class TokenError(Exception):
    """The token cannot sign: not there, locked, another key, or another PIN."""


class TokenKey:
    """A P-256 key on a token. One session is kept; when it breaks, a new one is tried once."""

    def __init__(self, *, library: str, token: str, label: str, pin: str) -> None:
        """Name a key; nothing is opened before the first signature."""
        self._library, self._token, self._label, self._pin = library, token, label, pin
        self._session: Any = None
        self._key: Any = None
        self._alone = Lock()

    def sign(self, data: bytes) -> bytes:
        """Return the ECDSA signature (DER) over the SHA-256 of some bytes. Raises TokenError."""
        digest = sha256(data).digest()
        with self._alone:
            try:
                value = self._raw(digest)
            except BROKEN:
                self._forget()
                value = self._again(digest)
        half = len(value) // 2
        return encode_dss_signature(int.from_bytes(value[:half]), int.from_bytes(value[half:]))

    def _again(self, digest: bytes) -> bytes:
        try:
            return self._raw(digest)
        except BROKEN as error:
            self._forget()
            raise TokenError(f"token {self._token}, key {self._label}: {type(error).__name__}") from error

    def _raw(self, digest: bytes) -> bytes:
        if self._key is None:
            token = pkcs11.lib(self._library).get_token(token_label=self._token)
            self._session = self._opened(token)
            self._key = self._session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self._label)
        return bytes(self._key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))

    def _opened(self, token: pkcs11.Token) -> Any:
        """Open a session. Logging in counts for the whole process: who comes second is in already."""
        try:
            return token.open(user_pin=self._pin)
        except pkcs11.exceptions.UserAlreadyLoggedIn:
            return token.open()

    def _forget(self) -> None:
        session, self._session, self._key = self._session, None, None
        if session is not None:
            try:
                session.close()
            except BROKEN:
                return
