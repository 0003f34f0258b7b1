"""The panel of publications and take-downs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from consent import lifecycle
from consent.models import Publication, Request, Signature, TakeDown, Withdrawal
from consent.publication import operations
from consent.states import State
from tests import answered, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved() -> Request:
    """A request that the desk approved just now, of one subject who said yes, to be recorded next week."""
    now = timezone.now()
    later = now + timedelta(days=7)
    row = factories.request(status=State.REVIEW, starts_at=later, ends_at=later)
    answered.granted(row, "Anna Secret", at=now)
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=now)
    row.refresh_from_db()
    return row


@pytest.fixture
def student(client: Client, approved: Request) -> Client:
    factories.log_in(client, approved.requester)
    client.cookies["language"] = "en"
    return client


def path(row: Request, rest: str = "publications/") -> str:
    return f"/requests/{row.number}/{rest}"


def post(client: Client, row: Request, **more: Any) -> Any:
    data = {
        "what": f"{row.uses.get().pk}-photo",
        "form": "online",
        "place": "Post with the stethoscope",
        "url": "",
        "published_on": timezone.localdate().isoformat(),
    }
    return client.post(path(row, "publications/new/"), data | more)


def withdraw(row: Request) -> TakeDown:
    Withdrawal.objects.create(signature=Signature.objects.get(), use=row.uses.get(), at=timezone.now())
    (task,) = operations.ask_take_downs(request_id=row.pk, now=timezone.now())
    return task


def test_a_publication_is_registered_and_shown(student: Client, approved: Request) -> None:
    assert post(student, approved)["Location"] == path(approved)
    page = student.get(path(approved)).content.decode()
    assert "Post with the stethoscope" in page
    assert "may stay" in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(student: Client, approved: Request) -> None:
    response = post(student, approved, url="not an address")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["url"]
    assert "Post with the stethoscope" in response.content.decode()
    assert Publication.objects.count() == 0


def test_only_what_is_allowed_is_offered(student: Client, approved: Request) -> None:
    post(student, approved)
    withdraw(approved)
    page = student.get(path(approved))
    assert page.context["form"].fields["what"].choices == []
    assert post(student, approved).status_code == 422


def test_a_take_down_never_says_who_and_is_confirmed(student: Client, approved: Request) -> None:
    post(student, approved)
    task = withdraw(approved)
    page = student.get(path(approved, "publications/panel/")).content.decode()
    assert "Please take down" in page
    assert "Anna" not in page
    student.post(path(approved, f"take-downs/{task.pk}/confirmation/"))
    task.refresh_from_db()
    assert task.confirmed_by == approved.requester


def test_a_stranger_finds_nothing(client: Client, approved: Request) -> None:
    factories.log_in(client, factories.user("eve@student.example"))
    for rest in ("publications/", "publications/panel/"):
        assert client.get(path(approved, rest)).status_code == 404
    assert post(client, approved).status_code == 404


def test_the_desk_sees_the_panel(client: Client, approved: Request) -> None:
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    assert client.get(path(approved, "publications/panel/")).status_code == 200


def test_a_task_of_another_request_is_not_found(student: Client, approved: Request) -> None:
    post(student, approved)
    task = withdraw(approved)
    other = factories.request(approved.requester, status=State.APPROVED)
    assert student.post(path(other, f"take-downs/{task.pk}/confirmation/")).status_code == 404
