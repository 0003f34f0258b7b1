"""Puts people on the list of ambassadors and takes them off (G9). Each leaves a line in the trace of their account.

AmbassadorError
├── NotYours         who acts does not keep the list
├── NoAccount        nobody has an active account with this address
├── AlreadyListed    this person is on the list with this account
└── AlreadyEnded     somebody took this person off the list before
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import trace
from accounts.models import AccountEventKind, User
from accounts.roles import Capability, may
from consent.models import Ambassador


class AmbassadorError(Exception):
    """The list cannot be changed like this."""


class NotYours(AmbassadorError):
    """Who acts does not keep the list."""


class NoAccount(AmbassadorError):
    """Nobody has an active account with this mail address."""


class AlreadyListed(AmbassadorError):
    """Whoever is appointed is on the list with this account; the first argument is the person."""


class AlreadyEnded(AmbassadorError):
    """Somebody took this person off the list before."""


def add(*, email: str, account: str, by: User, now: datetime, address: str | None = None) -> Ambassador:
    """Appoint the person with this mail address as ambassador with ``account``, a social media account's title.

    Raises NotYours, NoAccount, AlreadyListed.
    """
    _keeps_the_list(by)
    user = User.objects.with_mail(email.strip())
    if user is None or not user.is_active:
        raise NoAccount
    title = " ".join(account.split())
    if Ambassador.objects.filter(user=user, account__iexact=title, ended_at=None).exists():
        raise AlreadyListed(user)
    try:
        with transaction.atomic():
            row = Ambassador.objects.create(user=user, account=title, appointed_at=now)
            _record(AccountEventKind.AMBASSADOR_ADDED, row, by=by, now=now, address=address)
    except IntegrityError as error:
        raise AlreadyListed(user) from error
    return row


def end(*, ambassador_id: int, by: User, now: datetime, address: str | None = None) -> Ambassador:
    """Take somebody off the list: from now on requests cannot name this account as an ambassador's.

    Raises NotYours, AlreadyEnded, Ambassador.DoesNotExist.
    """
    _keeps_the_list(by)
    with transaction.atomic():
        row = Ambassador.objects.select_related("user").get(pk=ambassador_id)
        if not Ambassador.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now):
            raise AlreadyEnded
        _record(AccountEventKind.AMBASSADOR_ENDED, row, by=by, now=now, address=address)
    return row


def _keeps_the_list(by: User) -> None:
    if not may(by, Capability.MANAGE_AMBASSADORS):
        raise NotYours


def _record(kind: AccountEventKind, row: Ambassador, *, by: User, now: datetime, address: str | None) -> None:
    trace.record(kind, user=row.user, by=by, at=now, address=address, detail={"ambassador": row.pk})
