"""Mail to the desk."""

from typing import Any

import pytest
from django.core import mail

from consent.models import Request
from consent.review import tasks
from consent.states import EventKind, State
from tests import answered, factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def addresses(settings: Any) -> None:
    settings.DESK_MAIL, settings.PRESS_MAIL = "desk@hospital.example", "press@hospital.example"


def told(row: Request) -> list[str]:
    """Return who was told of a submission."""
    event = answered.record(row, EventKind.SUBMITTED)
    tasks.tell_desk(event_id=event.pk)
    return [address for message in mail.outbox for address in message.to]


def test_the_desk_is_told_with_number_and_title_only() -> None:
    row = factories.request(status=State.INTAKE, title="A day on the ward", purpose="SECRET")
    factories.signer(row, "Noor SECRET")
    assert told(row) == ["desk@hospital.example"]
    (message,) = mail.outbox
    assert row.spoken_number in message.subject
    assert f"/desk/requests/{row.number}/" in message.body
    assert "A day on the ward" in message.body
    assert "SECRET" not in message.body


def test_for_television_the_press_office_is_told_too() -> None:
    row = factories.request(status=State.INTAKE)
    row.media.create(medium="television")
    assert told(row) == ["desk@hospital.example", "press@hospital.example"]


def test_for_the_press_the_press_office_is_told_too() -> None:
    row = factories.request(status=State.REVIEW)
    row.uses.create(channel="press_tv", name="AD")
    assert told(row) == ["desk@hospital.example", "press@hospital.example"]


@pytest.mark.parametrize("status", [State.COLLECTING, State.CANCELLED, State.APPROVED])
def test_nobody_is_told_of_what_does_not_wait_for_the_desk(status: State) -> None:
    assert told(factories.request(status=status)) == []
