"""Asking a signer."""

from datetime import timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import tokens
from consent.models import Event, Invitation, Way
from consent.signing import operations, tasks
from consent.states import EventKind, State
from tests import factories
from tests.signing import making

pytestmark = pytest.mark.django_db


def test_an_invitation_stores_only_a_hash_of_its_token() -> None:
    who = making.signer()
    token = operations.invite(signer_id=who.pk, way=Way.QR, by=who.subject.request.requester, now=making.NOW)
    invitation = Invitation.objects.get()
    assert len(token) >= 22
    assert invitation.token_hash == tokens.hash_of(token) != token
    assert (invitation.way, invitation.expires_at) == (Way.QR, making.NOW + timedelta(hours=2))
    event = Event.objects.get()
    assert (event.kind, event.facts.data) == (EventKind.INVITED, {"signer": who.pk, "way": "qr"})


def test_a_mailed_link_lasts_three_days() -> None:
    who = making.signer()
    operations.invite(signer_id=who.pk, way=Way.MAIL, by=who.subject.request.requester, now=making.NOW)
    assert Invitation.objects.get().expires_at == making.NOW + timedelta(hours=72)


def test_handing_over_is_an_event_of_its_own() -> None:
    who = making.signer()
    operations.invite(signer_id=who.pk, way=Way.HANDOVER, by=who.subject.request.requester, now=making.NOW)
    assert Event.objects.get().kind == EventKind.HANDED_OVER
    assert Invitation.objects.get().expires_at == making.NOW + timedelta(hours=2)


def test_a_new_invitation_ends_the_older_ones_of_that_signer_only() -> None:
    row = making.collecting()
    who, other = making.signer(row), making.second_person(row)
    operations.invite(signer_id=other.pk, way=Way.QR, by=row.requester, now=making.NOW)
    for _ in range(2):
        operations.invite(signer_id=who.pk, way=Way.QR, by=row.requester, now=making.NOW)
    standing = Invitation.objects.filter(revoked_at=None)
    assert sorted(standing.values_list("signer_id", flat=True)) == sorted([who.pk, other.pk])


def test_only_the_requester_asks() -> None:
    with pytest.raises(operations.NotYours):
        operations.invite(
            signer_id=making.signer().pk, way=Way.QR, by=factories.user("eve@student.example"), now=making.NOW
        )


@pytest.mark.parametrize("status", [State.DRAFT, State.INTAKE, State.REVIEW, State.APPROVED, State.CANCELLED])
def test_nobody_is_asked_unless_the_request_collects(status: State) -> None:
    row = factories.request(status=status)
    with pytest.raises(operations.NotNow):
        operations.invite(signer_id=making.signer(row).pk, way=Way.QR, by=row.requester, now=making.NOW)


def test_who_answered_is_not_asked_again() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    making.sign(who)
    with pytest.raises(operations.AlreadyAnswered):
        operations.invite(signer_id=who.pk, way=Way.QR, by=row.requester, now=making.NOW)


@pytest.mark.parametrize("way", [Way.QR, Way.HANDOVER])
def test_a_student_who_treats_patients_does_not_collect_a_patients_signature(way: Way) -> None:
    row = making.collecting(treats_patients=True)
    with pytest.raises(operations.MayNotVouch):
        operations.invite(signer_id=making.patient(row).pk, way=way, by=row.requester, now=making.NOW)
    operations.invite(signer_id=making.patient(row).pk, way=Way.MAIL, by=row.requester, now=making.NOW)
    operations.invite(signer_id=making.signer(row).pk, way=way, by=row.requester, now=making.NOW)


def test_a_mail_needs_an_address() -> None:
    row = making.collecting()
    with pytest.raises(operations.NoAddress):
        operations.mail_invitation(signer_id=making.signer(row, mail="").pk, by=row.requester)


def test_the_job_of_a_mailed_invitation_holds_no_token_and_the_mail_does() -> None:
    row = making.collecting()
    who = making.signer(row)
    operations.mail_invitation(signer_id=who.pk, by=row.requester)
    job = ProcrastinateJob.objects.get(task_name="signing.mail_invitation")
    assert job.args == {"signer_id": who.pk, "user_id": row.requester_id}
    tasks.mail_invitation(**job.args)
    link = next(line for line in mail.outbox[0].body.splitlines() if "/sign/" in line)
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert Invitation.objects.get().token_hash == tokens.hash_of(token)
    assert row.title not in mail.outbox[0].body


def test_a_mailed_invitation_that_comes_too_late_is_not_sent() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    making.sign(who)
    tasks.mail_invitation(signer_id=who.pk, user_id=row.requester_id)
    assert not mail.outbox
    assert not Invitation.objects.exists()
