"""What follows an event is done by two workers at once: a system is told once, and given up is taken up once."""

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from consent.models import Delivery, Event, Hook, Told
from consent.states import EventKind
from consent.systems import hooks
from tests.concurrency.races import at_once
from tests.systems.asking import ada, approved, system

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.usefixtures("starting_data")]


@pytest.fixture
def event() -> Event:
    url, now = "https://images.example.org/", timezone.now()
    hooks.add(system_id=system()[0].pk, url=url, kinds=[Told.APPROVED], by=ada(), now=now)
    return approved().events.get(kind=EventKind.APPROVED)


def jobs() -> int:
    found: int = ProcrastinateJob.objects.filter(task_name=hooks.DELIVER).count()
    return found


def test_two_workers_begin_one_telling(event: Event) -> None:
    said = at_once([lambda: hooks.tell(event_id=event.pk, now=timezone.now())] * 5)
    assert (said, Delivery.objects.count(), jobs()) == ([None] * 5, 1, 1)


def test_two_administrators_send_again_once(event: Event) -> None:
    Delivery.objects.create(hook=Hook.objects.get(), event=event, made_at=timezone.now(), given_up_at=timezone.now())
    by, pk = ada(), Delivery.objects.get().pk
    said = at_once([lambda: hooks.again(delivery_id=pk, by=by)] * 5)
    assert (sorted(said), jobs()) == ([False] * 4 + [True], 1)
