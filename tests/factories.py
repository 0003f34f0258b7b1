"""Makes rows for tests that are not about how a row comes to be. Whole lives go through the operations instead."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF_WHOM
from django.test import Client

from accounts.models import Role, User
from consent.models import Programme, Request, RequestedMedium, Signer, Subject, Use, Wording
from consent.numbering import next_number
from consent.states import State

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "akkoord-demo-2026"


def user(email: str = "sam@student.example", *, role: Role = Role.REQUESTER, **fields: Any) -> User:
    """An account of the cast: Sam files, Rosa and Ada decide, Eve is a stranger."""
    name = fields.pop("name", email.split("@", maxsplit=1)[0].title())
    return User.objects.create_user(email=email, password=PASSWORD, name=name, role=role, **fields)


def log_in(client: Client, user: User) -> None:
    """Log an account in with whatever its role needs: the desk's sessions hold a second factor, given just now."""
    client.force_login(user)
    if user.at_desk:
        session = client.session
        session[METHODS] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session[OF_WHOM] = str(user.pk)
        session.save()


def at_the_desk(client: Client) -> User:
    """Rosa, a reviewer, who is logged in and reads English."""
    rosa = user("rosa@desk.example", role=Role.REVIEWER)
    log_in(client, rosa)
    client.cookies["language"] = "en"
    return rosa


def request(requester: User | None = None, *, status: State = State.DRAFT, **fields: Any) -> Request:
    """A request with every field filled in, one medium (photo) and one use (own account), but no subject."""
    values: dict[str, Any] = {
        "title": "A day on the ward",
        "purpose": "Photos for a blog about my internship.",
        "programme": Programme.objects.filter(elsewhere=False).first(),
        "permitted_party": "student",
        "origin": "new",
        "place": "Ward C4",
        "clinical_area": False,
        "recorder": "Sam",
        "starts_at": NOW + timedelta(days=7),
        "ends_at": NOW + timedelta(days=7, hours=2),
        "uses_brand": False,
        "treats_patients": False,
        "reactions_watcher": "Sam",
    }
    if status != State.DRAFT:
        values |= {"submitted_at": NOW, "wording": Wording.objects.get(version=1)}
    row = Request.objects.create(
        number=next_number(), requester=requester or user(), status=status, **(values | fields)
    )
    RequestedMedium.objects.create(request=row, medium="photo")
    Use.objects.create(request=row, channel="own_account", name="Instagram @sam", account_type="personal")
    return row


def signer(row: Request, name: str = "Jan de Wit", **fields: Any) -> Signer:
    """A subject who signs for themself."""
    kind = fields.pop("kind", "student")
    subject = Subject.objects.create(request=row, name=name, kind=kind)
    return Signer.objects.create(subject=subject, name=name, **fields)
