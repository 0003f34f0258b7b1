"""An approved recording tomorrow week, from 10:00 to 12:00 in Utrecht, of people who said yes; and its card."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from accounts.models import Role, User
from consent import lifecycle
from consent.card import operations, queries
from consent.models import Card, Request
from consent.states import State
from tests import answered, factories

NOW = factories.NOW
START = NOW + timedelta(days=7)
END = START + timedelta(hours=2)
DURING = START + timedelta(minutes=30)
SECOND = timedelta(seconds=1)
SECRET = "Portrait of Jan de Wit"


def approved(*names: str, **fields: Any) -> Request:
    """A request that was approved, with people who said yes to everything."""
    row = factories.request(status=State.REVIEW, **({"title": SECRET} | fields))
    for name in names or ("Jan de Wit",):
        answered.granted(row, name)
    return approve(row)


def approve(row: Request) -> Request:
    """Approve a request in review."""
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=NOW)
    return Request.objects.select_related("requester").get(pk=row.pk)


def card(row: Request) -> Card:
    """The card, made by the requester."""
    return operations.make(request_id=row.pk, by=row.requester, now=NOW)


def token(row: Request) -> str:
    """The token of the request's card, made if there is none."""
    return queries.token_of(card(row))


def rosa() -> User:
    """Somebody of the desk."""
    return factories.user("rosa@desk.example", role=Role.REVIEWER)
