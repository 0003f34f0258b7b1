"""The second yes: asked after the recording, answered on the signer's own page."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Role
from consent import facts
from consent.models import Event, Request, SecondYes, Signature, Use, Withdrawal
from consent.signing import operations as signing
from consent.signing import tasks
from consent.states import EventKind, State
from consent.withdrawal import operations
from tests import factories
from tests.signing import making

pytestmark = pytest.mark.django_db
AFTER = making.NOW + timedelta(days=8)


def approved(value: str = "yes", channel: str = "press_tv") -> tuple[Signature, Use]:
    row = making.collecting()
    use = Use.objects.create(request=row, channel=channel, name="Evening news")
    who = making.signer(row)
    fresh = type(who).objects.select_related("subject__request").get(pk=who.pk)
    signature = making.sign(who, answers=making.answers(fresh) | {f"use.{use.pk}": value})
    Request.objects.filter(pk=row.pk).update(status=State.APPROVED)
    return signature, use


def ask(signature: Signature) -> Request:
    row = Request.objects.get(subjects__signers=signature.signer_id)
    signing.ask_second_yes(request_id=row.pk, by=row.requester, now=AFTER)
    return row


def test_asking_writes_an_event_and_mails_each_who_said_yes() -> None:
    signature, _ = approved()
    ask(signature)
    tasks.mail_second_yes(event_id=Event.objects.get(kind=EventKind.SECOND_YES_ASKED).pk)
    job = ProcrastinateJob.objects.get(task_name="signing.mail_one_second_yes")
    assert job.args == {"signer_id": signature.signer_id}
    tasks.mail_one_second_yes(**job.args)
    assert "/mine/" in mail.outbox[0].body


def test_who_said_no_before_is_not_asked_again() -> None:
    signature, _ = approved(value="no")
    with pytest.raises(signing.TooEarly):
        ask(signature)


@pytest.mark.parametrize("value", ["yes", "no"])
def test_once_everybody_answered_nobody_is_asked_any_more(value: str) -> None:
    signature, use = approved()
    row = ask(signature)
    assert facts.may_ask_second_yes(row, now=AFTER)
    operations.answer_second_yes(signer_id=signature.signer_id, use_id=use.pk, value=value, now=AFTER)
    assert not facts.may_ask_second_yes(row, now=AFTER)
    with pytest.raises(signing.TooEarly):
        ask(signature)


def test_a_use_that_was_taken_back_is_not_asked_about() -> None:
    signature, use = approved()
    Withdrawal.objects.create(signature=signature, use=use, at=AFTER)
    with pytest.raises(signing.TooEarly):
        ask(signature)


def test_who_can_not_be_mailed_answers_on_their_own_page_and_gets_no_mail() -> None:
    signature, _ = approved()
    signature.signer.mail = ""
    signature.signer.save(update_fields=["mail"])
    ask(signature)
    tasks.mail_second_yes(event_id=Event.objects.get(kind=EventKind.SECOND_YES_ASKED).pk)
    assert not ProcrastinateJob.objects.filter(task_name="signing.mail_one_second_yes").exists()


def test_before_the_recording_it_is_too_early() -> None:
    signature, _ = approved()
    row = Request.objects.get(subjects__signers=signature.signer_id)
    with pytest.raises(signing.TooEarly):
        signing.ask_second_yes(request_id=row.pk, by=row.requester, now=making.NOW)


def test_without_a_use_of_high_visibility_there_is_nothing_to_ask() -> None:
    signature, _ = approved(channel="teaching")
    with pytest.raises(signing.TooEarly):
        ask(signature)


def test_the_desk_may_ask_and_a_stranger_may_not() -> None:
    signature, _ = approved()
    row = Request.objects.get(subjects__signers=signature.signer_id)
    with pytest.raises(signing.NotYours):
        signing.ask_second_yes(request_id=row.pk, by=factories.user("eve@student.example"), now=AFTER)
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    signing.ask_second_yes(request_id=row.pk, by=rosa, now=AFTER)


@pytest.mark.parametrize("value", ["yes", "no"])
def test_an_answer_is_stored_once(value: str) -> None:
    signature, use = approved()
    ask(signature)
    given: dict[str, Any] = {"signer_id": signature.signer_id, "use_id": use.pk, "now": AFTER}
    operations.answer_second_yes(value=value, **given)
    assert SecondYes.objects.get().value == value
    assert Event.objects.get(kind=EventKind.SECOND_YES_GIVEN).facts.data == {
        "signature": signature.pk,
        "use": use.pk,
        "value": value,
    }
    with pytest.raises(operations.AlreadySaid):
        operations.answer_second_yes(value="yes", **given)


def test_unasked_or_other_uses_are_refused() -> None:
    signature, use = approved()
    given: dict[str, Any] = {"signer_id": signature.signer_id, "value": "yes", "now": AFTER}
    with pytest.raises(operations.NotAsked):
        operations.answer_second_yes(use_id=use.pk, **given)
    ask(signature)
    other = Use.objects.exclude(pk=use.pk).get()
    with pytest.raises(operations.NotAsked):
        operations.answer_second_yes(use_id=other.pk, **given)
    with pytest.raises(ValueError, match="perhaps"):
        operations.answer_second_yes(signer_id=signature.signer_id, use_id=use.pk, value="perhaps", now=AFTER)
