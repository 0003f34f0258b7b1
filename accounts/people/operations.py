"""What administrators do to accounts. Each leaves a line in the account's trace, in the same transaction.

PeopleError
├── NotAdministrator   who acts is no administrator (any more)
└── OwnAccount         nobody changes their own role or closes their own account

So the last administrator stays: whoever acts is an administrator, and is not whom it is done to. The person is told by mail
of another role, and of a closed or opened account: whoever took over an administrator's account does nothing in silence.
"""

from datetime import datetime

from django.db import transaction

from accounts import letters, logins, trace
from accounts.models import AccountEventKind, Role, User
from accounts.roles import Capability, may


class PeopleError(Exception):
    """An account cannot be changed like this."""


class NotAdministrator(PeopleError):
    """Who acts may not manage people: perhaps since a moment ago, when a colleague changed that."""


class OwnAccount(PeopleError):
    """Nobody changes their own role or closes their own account: a colleague does."""


def change_role(*, user_id: int, role: Role, by: User, now: datetime, address: str | None = None) -> bool:
    """Give an account another role and log it out: it logs in anew, with the second factor that its new role asks for.

    Return whether anything changed. Raises NotAdministrator, OwnAccount, User.DoesNotExist.
    """
    with transaction.atomic():
        user = _locked(user_id, by=by)
        was = user.role
        if was == role:
            return False
        user.role = role
        user.save(update_fields=["role"])
        logins.end_all(user)
        detail = {"from": was, "to": role}
        trace.record(AccountEventKind.ROLE_CHANGED, user=user, by=by, at=now, address=address, detail=detail)
        letters.send(kind="role_changed", to=user.email, language=user.language, context={"role": role.value})
        return True


def disable(*, user_id: int, by: User, now: datetime, address: str | None = None) -> bool:
    """Close an account and log it out everywhere. Return whether it was open.

    Raises NotAdministrator, OwnAccount, User.DoesNotExist.
    """
    return _switch(user_id=user_id, active=False, by=by, now=now, address=address)


def enable(*, user_id: int, by: User, now: datetime, address: str | None = None) -> bool:
    """Open an account again. Return whether it was closed. Raises NotAdministrator, OwnAccount, User.DoesNotExist."""
    return _switch(user_id=user_id, active=True, by=by, now=now, address=address)


def end_sessions(*, user_id: int, by: User, now: datetime, address: str | None = None) -> int:
    """Log an account out everywhere, and return how many logins that ended.

    Raises NotAdministrator, OwnAccount (the own account page does that), User.DoesNotExist.
    """
    with transaction.atomic():
        user = _locked(user_id, by=by)
        ended = logins.end_all(user)
        detail = {"sessions": ended}
        trace.record(AccountEventKind.SESSIONS_ENDED, user=user, by=by, at=now, address=address, detail=detail)
        return ended


def _switch(*, user_id: int, active: bool, by: User, now: datetime, address: str | None) -> bool:
    with transaction.atomic():
        user = _locked(user_id, by=by)
        if user.is_active == active:
            return False
        user.is_active = active
        user.save(update_fields=["is_active"])
        logins.end_all(user)
        kind = AccountEventKind.ENABLED if active else AccountEventKind.DISABLED
        trace.record(kind, user=user, by=by, at=now, address=address)
        letters.send(kind="enabled" if active else "disabled", to=user.email, language=user.language)
        return True


def _locked(user_id: int, *, by: User) -> User:
    """Lock whoever acts and whom it is done to, always in the same order, and return the latter as it is now.

    Two administrators who close each other's account at once: the second finds that it may do nothing any more.
    """
    if user_id == by.pk:
        raise OwnAccount
    rows = User.objects.select_for_update().filter(pk__in=(user_id, by.pk)).order_by("pk").in_bulk()
    if user_id not in rows:
        raise User.DoesNotExist
    if by.pk not in rows or not may(rows[by.pk], Capability.MANAGE_PEOPLE):
        raise NotAdministrator
    return rows[user_id]
