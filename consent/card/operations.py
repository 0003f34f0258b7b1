"""Make, renew and revoke the permission card of a request.

NotPossible                 (lifecycle)
├── NothingToRecord         not approved, nothing new is recorded, or its time is long over
├── StoppedByDesk           the desk revoked the card: only the desk lets there be another
└── NoCard                  there is no card that works
"""

from datetime import datetime, timedelta
from secrets import token_hex

from django.db import transaction

from accounts import tokens
from accounts.models import User
from consent import house, lifecycle
from consent.card import queries
from consent.lifecycle import NotPossible
from consent.models import Card, Origin, Request
from consent.states import State


class NothingToRecord(NotPossible):
    """There is nothing that a card could allow."""


class StoppedByDesk(NotPossible):
    """The desk revoked the card."""


class NoCard(NotPossible):
    """There is no card that works."""


@transaction.atomic
def make(*, request_id: int, by: User, now: datetime) -> Card:
    """Return the card of a request, made now if there is none that works. Pressed twice is once.

    Raises NothingToRecord, StoppedByDesk, Request.DoesNotExist.
    """
    request = lifecycle.lock(request_id)
    return queries.working(request, now=now) or _new(request, by=by, now=now)


@transaction.atomic
def renew(*, request_id: int, by: User, now: datetime) -> Card:
    """Make another card; what was printed or shown before no longer works.

    Raises NothingToRecord, StoppedByDesk, Request.DoesNotExist.
    """
    return _new(lifecycle.lock(request_id), by=by, now=now)


@transaction.atomic
def revoke(*, request_id: int, by: User, now: datetime) -> None:
    """Let the card stop working at once, for good. Raises NoCard, Request.DoesNotExist."""
    request = lifecycle.lock(request_id)
    if not _revoke(request, by=by, now=now):
        raise NoCard(request.number)


def _new(request: Request, *, by: User, now: datetime) -> Card:
    if request.status != State.APPROVED or request.origin != Origin.NEW or request.ends_at is None:
        raise NothingToRecord(request.number)
    expires_at = request.ends_at + timedelta(days=house.days("CARD_DAYS"))
    if expires_at <= now:
        raise NothingToRecord(request.number)
    if by.pk == request.requester_id and queries.stopped_by_desk(queries.last(request), request):
        raise StoppedByDesk(request.number)
    _revoke(request, by=by, now=now)
    salt = token_hex(16)
    return Card.objects.create(
        request=request,
        salt=salt,
        token_hash=tokens.hash_of(queries.token_from(salt)),
        made_by=by,
        made_at=now,
        expires_at=expires_at,
    )


def _revoke(request: Request, *, by: User, now: datetime) -> int:
    return request.cards.filter(revoked_at=None).update(revoked_at=now, revoked_by=by)
