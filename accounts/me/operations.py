"""What people do to their own account."""

from datetime import datetime

from django.db import transaction

from accounts import logins, trace
from accounts.models import AccountEventKind, User


def rename(*, user: User, name: str) -> None:
    """Store the name under which colleagues, signers and the desk see this account."""
    User.objects.filter(pk=user.pk).update(name=name)


def end_session(*, user: User, pk: int, now: datetime, address: str | None = None) -> bool:
    """Log one other browser out. Return whether it was still logged in."""
    with transaction.atomic():
        ended = logins.end(user, pk=pk)
        if ended:
            _record(user, 1, now=now, address=address)
        return ended


def end_other_sessions(*, user: User, here: str | None, now: datetime, address: str | None = None) -> int:
    """Log out everywhere but in the session ``here`` (a session key). Return how many logins that ended."""
    with transaction.atomic():
        ended = logins.end_all(user, but=here)
        if ended:
            _record(user, ended, now=now, address=address)
        return ended


def _record(user: User, ended: int, *, now: datetime, address: str | None) -> None:
    detail = {"sessions": ended}
    trace.record(AccountEventKind.SESSIONS_ENDED, user=user, by=user, at=now, address=address, detail=detail)
