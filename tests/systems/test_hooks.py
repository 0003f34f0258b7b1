"""Systems are told what happened to approved requests: once begun, again until it arrives, never anything of a person."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Role
from consent import lifecycle
from consent.effects import EFFECTS
from consent.models import Delivery, EventFacts, Request, Signer, System, Told
from consent.models.hook import TELLS
from consent.requesting import operations as requesting
from consent.retention import operations as retention
from consent.review import operations as review
from consent.states import EventKind, State
from consent.systems import hooks, tasks
from consent.withdrawal import operations as withdrawal
from tests import answered, factories
from tests.systems import receiver
from tests.systems.asking import ada, approved
from tests.systems.receiver import Receiver
from tests.systems.telling import Worker, hook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(settings: Settings) -> None:
    settings.SYSTEMS_INSIDE = ["localhost"]


@pytest.fixture
def here() -> Iterator[Receiver]:
    with receiver.listening() as heard:
        yield heard


def heard(here: Receiver) -> list[tuple[str, dict[str, Any]]]:
    return [(one.told["type"], one.told["data"]) for one in here.came]


def signer(row: Request) -> Signer:
    return Signer.objects.get(subject__request=row)


def test_of_an_approval_a_system_is_told_with_its_number_and_when(here: Receiver) -> None:
    made, secret = hook(here.url)
    row = approved()
    assert Worker().work() == 1
    (came,) = here.came
    event = row.events.get(kind=EventKind.APPROVED)
    assert came.told == {
        "type": "request.approved",
        "timestamp": event.at.isoformat(),
        "data": {"number": row.number},
    }
    assert came.signed_with(secret)
    delivery = Delivery.objects.get()
    assert came.headers["webhook-id"] == f"msg_{delivery.pk}"
    assert (delivery.hook, delivery.event, delivery.attempts, delivery.status) == (made, event, 1, 204)
    assert delivery.delivered_at is not None


def test_of_consent_taken_back_for_some_uses_it_is_told_which(here: Receiver) -> None:
    hook(here.url, Told.WITHDRAWN)
    row = approved()
    use = row.uses.get().pk
    withdrawal.withdraw_uses(signer_id=signer(row).pk, uses=[use], now=timezone.now())
    Worker().work()
    assert heard(here) == [("request.withdrawn", {"number": row.number, "uses": [use]})]


def test_of_consent_taken_back_whole_it_is_told_without_uses(here: Receiver) -> None:
    hook(here.url, Told.WITHDRAWN)
    row = approved()
    withdrawal.withdraw(signer_id=signer(row).pk, now=timezone.now())
    Worker().work()
    assert heard(here) == [("request.withdrawn", {"number": row.number})]


def test_who_is_frozen_is_told_as_consent_that_ended_and_no_more(here: Receiver) -> None:
    hook(here.url, Told.WITHDRAWN)
    row = approved()
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    review.freeze_subject(subject_id=signer(row).subject_id, by=rosa, note="Died", now=timezone.now())
    Worker().work()
    assert heard(here) == [("request.withdrawn", {"number": row.number})]


def test_who_came_of_age_and_answers_anew_may_have_said_no_so_a_system_must_stop_and_ask(here: Receiver) -> None:
    hook(here.url, Told.WITHDRAWN)
    row = approved()
    with transaction.atomic():
        kind, told = EventKind.HEARD, {"subject": signer(row).subject_id}
        lifecycle.record(lifecycle.lock(row.pk), kind=kind, by="signer:1", at=timezone.now(), facts=told)
    Worker().work()
    assert heard(here) == [("request.withdrawn", {"number": row.number})]


def test_of_the_end_of_the_last_consent_it_is_told(here: Receiver) -> None:
    made, _secret = hook(here.url, Told.EXPIRED)
    row, later = approved(), timezone.now() + timedelta(days=3 * 365)
    System.objects.filter(pk=made.system_id).update(expires_on=timezone.localdate(later))
    retention.end(request_id=row.pk, now=later)
    Worker().work(now=later)
    assert heard(here) == [("request.expired", {"number": row.number})]


def test_of_a_request_that_its_requester_closed_it_is_told_to_ask_again(here: Receiver) -> None:
    hook(here.url, Told.CHANGED)
    row = approved()
    requesting.close(request_id=row.pk, by=row.requester, now=timezone.now())
    Worker().work()
    assert heard(here) == [("request.changed", {"number": row.number})]


def test_before_an_approval_nothing_is_told(here: Receiver) -> None:
    hook(here.url)
    row = factories.request(status=State.REVIEW)
    asked = answered.granted(row)
    withdrawal.withdraw(signer_id=asked.pk, now=timezone.now())
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.EXPIRED, by="system", at=timezone.now())
    Worker().work()
    assert (here.came, Delivery.objects.count()) == ([], 0)


def test_what_happened_before_a_system_was_told_stays_untold(here: Receiver) -> None:
    row = approved()
    hook(here.url)
    Worker().work()
    assert here.came == []
    withdrawal.withdraw(signer_id=signer(row).pk, now=timezone.now())
    Worker().work()
    assert heard(here) == [("request.withdrawn", {"number": row.number})]


def test_each_address_is_told_of_what_it_wants_only(here: Receiver) -> None:
    with receiver.listening() as other:
        hook(here.url, Told.APPROVED)
        hook(other.url, Told.WITHDRAWN, name="Website")
        row = approved()
        withdrawal.withdraw(signer_id=signer(row).pk, now=timezone.now())
        Worker().work()
    assert heard(here) == [("request.approved", {"number": row.number})]
    assert heard(other) == [("request.withdrawn", {"number": row.number})]


def test_nothing_of_a_person_or_of_what_the_requester_wrote_is_sent(here: Receiver) -> None:
    hook(here.url)
    row = approved(title="Quagga morning", purpose="Okapi purpose", place="Zebra ward")
    withdrawal.withdraw(signer_id=signer(row).pk, now=timezone.now())
    Worker().work()
    assert len(here.came) == 2
    sent = b"".join(one.body for one in here.came).decode() + str([one.headers for one in here.came])
    assert [word for word in ("Xanthippe", "Oort", "Quagga", "Okapi", "Zebra", "sam@", "Sam") if word in sent] == []


def test_every_event_that_a_system_knows_is_followed_and_no_other() -> None:
    assert {kind for kind, effects in EFFECTS.items() if tasks.tell.name in effects} == set(TELLS)
    assert set(TELLS.values()) == set(Told)


def test_what_follows_twice_is_told_once(here: Receiver) -> None:
    hook(here.url)
    event = approved().events.get(kind=EventKind.APPROVED)
    worker = Worker()
    worker.work()
    tasks.tell(event_id=event.pk)
    tasks.deliver(delivery_id=Delivery.objects.get().pk)
    assert (worker.work(), len(here.came)) == (0, 1)


def test_a_trial_tells_of_nothing(here: Receiver) -> None:
    made, secret = hook(here.url, Told.EXPIRED)
    hooks.try_out(hook_id=made.pk, by=ada(), now=timezone.now())
    Worker().work()
    (came,) = here.came
    assert (came.told["type"], came.told["data"]) == ("ping", {})
    assert came.signed_with(secret)


def test_of_a_request_that_was_destroyed_the_number_is_still_told(here: Receiver) -> None:
    hook(here.url, Told.WITHDRAWN)
    row = approved()
    withdrawal.withdraw_uses(signer_id=signer(row).pk, uses=[row.uses.get().pk], now=timezone.now())
    event = row.events.get(kind=EventKind.WITHDRAWN)
    hooks.tell(event_id=event.pk, now=timezone.now())
    EventFacts.objects.filter(event=event).delete()
    tasks.deliver(delivery_id=Delivery.objects.get().pk)
    assert heard(here) == [("request.withdrawn", {"number": row.number})]


def test_the_document_for_machines_knows_every_kind_of_message() -> None:
    from consent.systems.views import document

    message = document.schema()["webhooks"]["happened"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert message["properties"]["type"]["enum"] == [*(f"request.{told}" for told in Told), "ping"]
    assert json.dumps(document.schema()).count("#/components/schemas/Happened") == 1
