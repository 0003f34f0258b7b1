"""A system that asks."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from consent import lifecycle
from consent.models import Request, Scope, System
from consent.states import State
from consent.systems import operations
from tests import answered, factories


def ada() -> User:
    """An administrator."""
    return User.objects.filter(email="ada@desk.example").first() or factories.user(
        "ada@desk.example", role=Role.ADMINISTRATOR
    )


def system(*scopes: Scope, name: str = "Image bank") -> tuple[System, str]:
    """A system that may ask all, or only these, and its token."""
    now = timezone.now()
    until = timezone.localdate() + timedelta(days=30)
    return operations.add(name=name, scopes=scopes or tuple(Scope), expires_on=until, by=ada(), now=now)


def ask(what: str, token: str, **question: Any) -> Any:
    """Return the response to a question."""
    return Client().get(f"/api/v1/{what}", question, headers={"authorization": f"Bearer {token}"})


def approved(requester: User | None = None, *, no: tuple[str, ...] = (), **fields: Any) -> Request:
    """A request of a week from now, approved today, with one person in it."""
    now = timezone.now()
    later = {"starts_at": now + timedelta(days=7), "ends_at": now + timedelta(days=7)}
    row = factories.request(requester, status=State.REVIEW, **(later | fields))
    answered.granted(row, "Xanthippe Oort", no=no, at=now)
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=now)
    return row
