"""Who signed something that changed since is told so, and asked again."""

import pytest
from django.core import mail
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from consent import lifecycle
from consent.models import Event, Invitation, Request, Signature, Signer, Voiding
from consent.signing import tasks
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from tests.signing import making

pytestmark = pytest.mark.django_db


def voided(**fields: str) -> tuple[Signature, Event]:
    """A signature that no longer counts, in a request that collects."""
    row = making.collecting()
    making.second_person(row)
    signature = making.sign(making.signer(row, **fields))
    with transaction.atomic():
        locked = lifecycle.lock(row.pk)
        Voiding.objects.create(signature=signature, at=making.NOW)
        signer = Signer.objects.select_related("subject").get(pk=signature.signer_id)
        lifecycle.move_signer(signer, to=SignerStatus.WAITING)
        lifecycle.move_subject(signer.subject, to=SubjectStatus.WAITING)
        told = {"signer": signer.pk}
        event = lifecycle.record(locked, kind=EventKind.ANSWER_VOIDED, by="user:1", at=making.NOW, facts=told)
    return signature, event


def test_the_mail_has_a_new_link_while_the_request_collects() -> None:
    signature, event = voided()
    tasks.ask_again(event_id=event.pk)
    assert Invitation.objects.get().signer_id == signature.signer_id
    assert "/sign/link/" in mail.outbox[0].body
    assert mail.outbox[0].to == ["jan@home.example"]


def test_the_mail_has_no_link_while_the_desk_looks_first() -> None:
    _, event = voided()
    Request.objects.update(status=State.RETURNED)
    tasks.ask_again(event_id=event.pk)
    assert not Invitation.objects.exists()
    assert "/sign/link/" not in mail.outbox[0].body


def test_without_an_address_nobody_is_mailed() -> None:
    _, event = voided(mail="")
    tasks.ask_again(event_id=event.pk)
    assert not mail.outbox


def test_once_the_desk_cleared_it_they_are_invited() -> None:
    signature, event = voided()
    making.signer(event.request, "Never Signed")
    tasks.invite_voided(event_id=event.pk)
    job = ProcrastinateJob.objects.get(task_name="signing.mail_invitation")
    assert job.args == {"signer_id": signature.signer_id, "user_id": event.request.requester_id}


def test_the_voided_signature_is_signed_anew() -> None:
    signature, _ = voided()
    again = making.sign(Signer.objects.get(pk=signature.signer_id))
    assert again.pk != signature.pk
    assert Signature.objects.filter(signer=signature.signer_id).count() == 2


def test_mails_are_in_the_language_of_the_form() -> None:
    signature, event = voided()
    Signer.objects.filter(pk=signature.signer_id).update(language="en")
    tasks.ask_again(event_id=event.pk)
    assert mail.outbox[0].subject == "Something changed, so your answer no longer counts"
