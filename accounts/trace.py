"""Writes the trace of what happened to accounts. Operations call it inside their own transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import AccountEvent, AccountEventKind, User


def record(
    kind: AccountEventKind,
    *,
    user: User | None,
    by: User | None,
    at: datetime,
    address: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AccountEvent:
    """Add one line about ``user``; ``by`` is who did it. ``detail`` holds keys and roles, never names or mail addresses."""
    return AccountEvent.objects.create(kind=kind, user=user, by=by, at=at, address=address, detail=dict(detail or {}))
