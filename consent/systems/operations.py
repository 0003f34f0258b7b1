"""Give a system a token, and take it back. Each leaves a line in the trace of accounts, in the same transaction.

SystemsError
└── NotYours  who acts is no administrator (any more)
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts import tokens, trace
from accounts.models import AccountEventKind, User
from accounts.roles import Capability, may
from consent.models import System

PREFIX = "akkoord_"
"""So that who finds a token somewhere knows what it opens."""
NOTED_EACH = timedelta(minutes=1)


class SystemsError(Exception):
    """The system cannot be changed like this."""


class NotYours(SystemsError):
    """Who acts may not manage systems."""


@transaction.atomic
def add(
    *, name: str, scopes: Sequence[str], expires_on: date, by: User, now: datetime, address: str | None = None
) -> tuple[System, str]:
    """Return a new system and its token, which nobody can read again. Raises NotYours."""
    only_for(by)
    secret, _hash = tokens.new()
    token = f"{PREFIX}{secret}"
    row = System.objects.create(
        name=name,
        scopes=sorted(scopes),
        token_hash=tokens.hash_of(token),
        made_by=by,
        made_at=now,
        expires_on=expires_on,
    )
    detail = {"system": row.pk, "scopes": row.scopes, "expires_on": expires_on.isoformat()}
    trace.record(AccountEventKind.SYSTEM_ADDED, user=by, by=by, at=now, address=address, detail=detail)
    return row, token


@transaction.atomic
def revoke(*, system_id: int, by: User, now: datetime, address: str | None = None) -> bool:
    """Take a token back, for good. Return whether it was still there. Raises NotYours, System.DoesNotExist."""
    only_for(by)
    row = System.objects.select_for_update().get(pk=system_id)
    if row.revoked_at:
        return False
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    detail = {"system": row.pk}
    trace.record(AccountEventKind.SYSTEM_REVOKED, user=by, by=by, at=now, address=address, detail=detail)
    return True


def used(system: System, *, now: datetime) -> None:
    """Note that a token was used, once a minute at most."""
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EACH)
    System.objects.filter(long_ago, pk=system.pk).update(last_used_at=now)


def only_for(user: User) -> None:
    """Raise NotYours unless somebody may manage systems."""
    if not may(user, Capability.MANAGE_SYSTEMS):
        raise NotYours
