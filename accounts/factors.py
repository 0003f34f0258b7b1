"""Second factors of accounts: an authenticator app (TOTP), passkeys and recovery codes.

FactorError
├── LastFactor    the desk's accounts keep at least one factor: it can be replaced, not removed
├── Replayed      this code was used before
├── TooBusy       somebody guesses at this account's codes, many at once
├── OwnFactors    nobody resets their own factors this way
└── MayNotReset   who asks for a reset is no administrator (any more)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic, sleep
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import connection, transaction

from accounts import letters, logins, trace
from accounts.models import AccountEventKind, User
from accounts.roles import Capability, may

Type = Authenticator.Type
GUESSES = 7112
"""First half of the advisory locks that this module takes; the other half is the account's key."""
PATIENCE = 3
"""Seconds that a guess waits for others at the same account."""


class FactorError(Exception):
    """A second factor cannot be changed or used like this."""


class LastFactor(FactorError):
    """The desk's accounts keep at least one factor."""


class Replayed(FactorError):
    """The code, or a later one, was used before."""


class TooBusy(FactorError):
    """Other guesses at this account's codes are being looked at, all the time."""


class OwnFactors(FactorError):
    """Nobody resets their own factors this way: a colleague does."""


class MayNotReset(FactorError):
    """Who asks for a reset may not manage people: perhaps since a moment ago."""


def has(user: User) -> bool:
    """Return whether an account has a second factor. Recovery codes alone are none."""
    found: bool = Authenticator.objects.filter(user=user, type__in=(Type.TOTP, Type.WEBAUTHN)).exists()
    return found


def can_lose(authenticator: Authenticator) -> bool:
    """Return whether an account can do without this factor: the desk's need another one beside it."""
    owner: User = authenticator.user
    others = Authenticator.objects.filter(user=owner, type__in=(Type.TOTP, Type.WEBAUTHN))
    other: bool = others.exclude(pk=authenticator.pk).exists()
    return other or not owner.at_desk


def lock(user: User) -> None:
    """Let changes of one account's factors wait for each other until the transaction ends."""
    User.objects.select_for_update().get(pk=user.pk)


@contextmanager
def one_guess_at_a_time(user: User) -> Iterator[None]:
    """Let guesses at one account's codes wait for each other, in whatever session: five are counted as five.

    Raises TooBusy after PATIENCE: who sends many at once must not hold a connection for each.
    """
    deadline = monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while not _got_lock(cursor, user):
            if monotonic() > deadline:
                raise TooBusy
            sleep(0.05)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [GUESSES, user.pk])


def _got_lock(cursor: Any, user: User) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [GUESSES, user.pk])
    return bool(cursor.fetchone()[0])


def spend(authenticator: Authenticator, code: str) -> None:
    """Remember a right code of an app, so that neither it nor an earlier one counts again (RFC 6238, 5.2).

    Raises Replayed. django-allauth remembers a code for 30 seconds, though it takes it for 90.
    """
    secret = decrypt(authenticator.data["secret"])
    counters = yield_hotp_counters_from_time()
    used = [
        one for one in counters if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, one)))
    ]
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        if not used or used[-1] <= row.data.get("used", 0):
            raise Replayed
        row.data["used"] = used[-1]
        row.save(update_fields=["data"])


def added(authenticator: Authenticator, *, now: datetime, address: str | None = None) -> None:
    """Leave a trace of a new factor. Call it in the transaction that adds it."""
    _record(AccountEventKind.FACTOR_ADDED, authenticator, now=now, address=address)


def removed(authenticator: Authenticator, *, now: datetime, address: str | None = None) -> None:
    """Leave a trace of a factor that its owner took away. Call it in the transaction that does."""
    _record(AccountEventKind.FACTOR_REMOVED, authenticator, now=now, address=address)


def recovery_made(user: User, *, now: datetime, address: str | None = None) -> None:
    """Leave a trace of new recovery codes. Call it in the transaction that makes them."""
    trace.record(AccountEventKind.RECOVERY_CODES_MADE, user=user, by=user, at=now, address=address)


def reset(*, user: User, by: User, now: datetime, address: str | None = None) -> None:
    """Take all second factors of an account away and log it out everywhere: it sets one up anew when it logs in.

    Raises OwnFactors, MayNotReset, User.DoesNotExist.
    """
    if user.pk == by.pk:
        raise OwnFactors
    with transaction.atomic():
        rows = User.objects.select_for_update().filter(pk__in=(user.pk, by.pk)).order_by("pk").in_bulk()
        if user.pk not in rows:
            raise User.DoesNotExist
        if by.pk not in rows or not may(rows[by.pk], Capability.MANAGE_PEOPLE):
            raise MayNotReset
        kinds = sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        Authenticator.objects.filter(user=user).delete()
        logins.end_all(user)
        detail = {"types": kinds}
        trace.record(AccountEventKind.FACTORS_RESET, user=user, by=by, at=now, address=address, detail=detail)
        told = rows[user.pk]
        letters.send(kind="factors_reset", to=told.email, language=told.language)


def _record(kind: AccountEventKind, authenticator: Authenticator, *, now: datetime, address: str | None) -> None:
    user, detail = authenticator.user, {"type": str(authenticator.type)}
    trace.record(kind, user=user, by=user, at=now, address=address, detail=detail)
