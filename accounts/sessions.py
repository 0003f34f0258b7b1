"""Who is it? The two rows that stand before every page of an account, each read with one plain statement.

Django's own store and backend do the same through the ORM, which takes three times as long (quality.md, ``lookup``).
"""

import hmac
from binascii import a2b_base64, b2a_base64
from functools import lru_cache
from hashlib import sha256
from typing import Any, override

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.core import signing
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from accounts import statements
from accounts.models import User

SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
KEEP = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s RETURNING session_key"
FIELDS = [field.attname for field in User._meta.concrete_fields]  # noqa: SLF001 -- Django documents _meta
COLUMNS = ", ".join(str(field.column) for field in User._meta.concrete_fields)  # noqa: SLF001
ACCOUNT = f"SELECT {COLUMNS} FROM accounts_user WHERE id = %s"  # noqa: S608 -- names of our own columns


SEPARATOR, COMPRESSED = ":", "."
FOR_ADDRESSES, USUAL = bytes.maketrans(b"+/", b"-_"), bytes.maketrans(b"-_", b"+/")
"""``django.core.signing`` writes base64 with letters that an address may hold, and without what pads it."""


@lru_cache(maxsize=8)
def _signer(salt: str, secret: str) -> hmac.HMAC:
    """Return what ``django.core.signing`` signs a session with, before it read anything: to be copied."""
    return hmac.new(sha256(f"{salt}signer{secret}".encode()).digest(), digestmod="sha256")


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    @override
    def load(self) -> dict[str, Any]:
        """Return what the session holds; a session that ended or never was is empty, and gets another key."""
        key = self.session_key or ""
        # PostgreSQL refuses to look for a NUL.
        row = None if "\0" in key else statements.row(SESSION, [key, timezone.now()])
        return self._found(row[0] if row else None)

    @property
    def unread(self) -> str | None:
        """The key of a session that nobody has read yet, if PostgreSQL can look for it."""
        key: str | None = self.session_key
        return None if hasattr(self, "_session_cache") or not key or "\0" in key else key

    def was_read(self, stored: str | None) -> None:
        """Take what was read elsewhere; None: the session ended or never was."""
        self._session_cache = self._found(stored)

    def _found(self, stored: str | None) -> dict[str, Any]:
        if stored is None:
            self._session_key = None
            return {}
        return self.decode(stored)

    @override
    def encode(self, session_dict: dict[str, Any]) -> str:
        """Write a session as Django does, but as text that PostgreSQL can read too (``signing.operations.looking``)."""
        return signing.dumps(session_dict, salt=self.key_salt, serializer=self.serializer)

    @override
    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Read what a session holds, if it is signed as we sign today; all else is Django's to read or refuse."""
        value, _, signature = str(session_data).rpartition(SEPARATOR)
        signer = _signer(self.key_salt, settings.SECRET_KEY).copy()
        signer.update(value.encode())
        ours = b2a_base64(signer.digest(), newline=False).translate(FOR_ADDRESSES, b"=")
        if not hmac.compare_digest(signature.encode(), ours) or value.startswith(COMPRESSED):
            return super().decode(session_data)
        packed = value.rpartition(SEPARATOR)[0].encode()  # what follows is the moment of signing
        data: dict[str, Any] = self.serializer().loads(a2b_base64(packed.translate(USUAL) + b"=="))
        return data

    @override
    def save(self, must_create: bool = False) -> None:
        """Store the session: one that is there by one statement, where Django opens a transaction around it.

        A database that is away is no session that was deleted: the page asks again at a 500. Django makes both an
        UpdateError, and that a 400, whose page says that nothing changed: untrue once somebody signed.
        Raises UpdateError, CreateError.
        """
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        stored = self.encode(dict(self.items()))
        if statements.row(KEEP, [stored, self.get_expiry_date(), self.session_key]) is None:
            raise UpdateError


class Accounts(AuthenticationBackend):
    """Accounts by mail address and password."""

    @classmethod
    @override
    def _stash_user(cls, user: Any) -> None:
        """Forget who gave the right password of a closed account: it is told the same as a wrong one."""

    @override
    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """Look for the account once, whether there is one or not: the time that it takes tells nothing."""
        found: User | None = self._check_password(User.objects.with_mail(email), password)
        return found

    @override
    def get_user(self, user_id: int) -> User | None:
        """Return the account, unless it is closed."""
        row = statements.row(ACCOUNT, [user_id])
        user = User.from_db(DEFAULT_DB_ALIAS, FIELDS, row) if row else None
        return user if user and self.user_can_authenticate(user) else None
