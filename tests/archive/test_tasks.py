"""The jobs: what follows a signature, a decision and a seal, and for how long it is tried."""

import json

import pytest
from django.core import mail
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from consent.archive import tasks
from consent.models import Document, Event, Signer
from consent.states import EventKind
from tests.answered import record
from tests.archive import making

pytestmark = pytest.mark.django_db


def signed_event() -> Event:
    making.signature()
    return Event.objects.get(kind=EventKind.SIGNED)


def fetched() -> tuple[str, int]:
    """What a worker does next: the job's task, and its event."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_fetch_job_v2(ARRAY['archive', 'mail'], NULL)")
        task, args = cursor.fetchone()
    return task, json.loads(args)["event_id"]


def test_a_signature_is_sealed_by_its_event() -> None:
    event = signed_event()
    tasks.seal_signature(event_id=event.pk)
    tasks.seal_signature(event_id=event.pk)
    assert Document.objects.get().signature_id == event.facts.data["signature"]


def test_a_letter_with_a_copy_waits_until_the_forms_of_all_others_are_sealed() -> None:
    signed = signed_event()
    tasks.seal_signature(event_id=signed.pk)
    sealed = Event.objects.get(kind=EventKind.SEALED)
    making.signature("Ömer Demir", signed.request)
    other = Event.objects.filter(kind=EventKind.SIGNED).latest("pk")
    jobs = ProcrastinateJob.objects.filter(args__event_id__in=[signed.pk, sealed.pk, other.pk])
    assert set(jobs.values_list("args__event_id", "task_name", "queue_name", "priority")) == {
        (signed.pk, "archive.seal_signature", "archive", 0),
        (sealed.pk, "archive.send_copy", "mail", -1),
        (other.pk, "archive.seal_signature", "archive", 0),
    }
    assert [fetched(), fetched(), fetched()] == [
        ("archive.seal_signature", signed.pk),
        ("archive.seal_signature", other.pk),
        ("archive.send_copy", sealed.pk),
    ]


def test_a_decision_is_sealed_by_its_event() -> None:
    row = making.request()
    review = making.review(row)
    event = record(row, EventKind.APPROVED, review=review.pk)
    tasks.seal_dossier(event_id=event.pk)
    assert Document.objects.get().review == review


def test_the_signer_is_mailed_the_way_to_the_copy() -> None:
    tasks.seal_signature(event_id=signed_event().pk)
    tasks.send_copy(event_id=Event.objects.get(kind=EventKind.SEALED).pk)
    (message,) = mail.outbox
    assert message.to == ["elif@home.example"]
    assert "/mine/" in str(message.body)
    assert message.attachments == []


def test_a_signer_without_an_address_gets_no_mail() -> None:
    event = signed_event()
    Signer.objects.update(mail="")
    tasks.seal_signature(event_id=event.pk)
    tasks.send_copy(event_id=Event.objects.get(kind=EventKind.SEALED).pk)
    assert mail.outbox == []


def test_a_dossier_is_mailed_to_nobody() -> None:
    row = making.request()
    event = record(row, EventKind.APPROVED, review=making.review(row).pk)
    tasks.seal_dossier(event_id=event.pk)
    tasks.send_copy(event_id=Event.objects.get(kind=EventKind.SEALED).pk)
    assert mail.outbox == []
