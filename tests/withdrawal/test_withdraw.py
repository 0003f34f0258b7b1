"""Taking consent back: as easy as giving it, in whatever state the request is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from consent.models import Event, Request, Signature, Signer, Way, Withdrawal
from consent.signing.operations import refuse
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from consent.withdrawal import operations, tasks
from tests.signing import making

pytestmark = pytest.mark.django_db
LATER = making.NOW + timedelta(days=3)


def signed(**fields: Any) -> Signature:
    row = making.collecting()
    making.second_person(row)
    return making.sign(making.signer(row, **fields))


def test_a_signer_takes_consent_back() -> None:
    signature = signed()
    withdrawal = operations.withdraw(signer_id=signature.signer_id, now=LATER)
    signer = Signer.objects.select_related("subject").get(pk=signature.signer_id)
    assert (withdrawal.signature_id, withdrawal.use_id, withdrawal.at) == (signature.pk, None, LATER)
    assert (signer.status, signer.subject.status) == (SignerStatus.WITHDRAWN, SubjectStatus.WITHDRAWN)
    event = Event.objects.get(kind=EventKind.WITHDRAWN)
    assert event.facts.data == {"signature": signature.pk}


def test_twice_is_once() -> None:
    signature = signed()
    first = operations.withdraw(signer_id=signature.signer_id, now=LATER)
    assert operations.withdraw(signer_id=signature.signer_id, now=LATER + timedelta(days=1)) == first
    assert Event.objects.filter(kind=EventKind.WITHDRAWN).count() == 1


@pytest.mark.parametrize("road", [[State.APPROVED], [State.APPROVED, State.CLOSED], [State.REJECTED]])
def test_it_works_after_the_decision_too(road: list[State]) -> None:
    row = making.collecting()
    signature = making.sign(making.signer(row))
    for state in road:
        Request.objects.filter(pk=row.pk).update(status=state)
    operations.withdraw(signer_id=signature.signer_id, now=LATER)
    row.refresh_from_db()
    assert row.status == road[-1]
    assert Withdrawal.objects.count() == 1


def test_one_of_two_parents_is_enough() -> None:
    row = making.collecting()
    making.second_person(row)
    mother, father = making.parents(row, age_group="from_12")
    making.sign(mother)
    operations.withdraw(signer_id=mother.pk, now=LATER)
    mother.subject.refresh_from_db()
    assert mother.subject.status == SubjectStatus.WITHDRAWN
    father.refresh_from_db()
    assert father.status == SignerStatus.WAITING


def test_a_subject_that_was_left_out_stays_left_out() -> None:
    signature = signed()
    subject = Signer.objects.select_related("subject").get(pk=signature.signer_id).subject
    type(subject).objects.filter(pk=subject.pk).update(status=SubjectStatus.LEFT_OUT)
    operations.withdraw(signer_id=signature.signer_id, now=LATER)
    subject.refresh_from_db()
    assert subject.status == SubjectStatus.LEFT_OUT


def test_who_never_signed_has_nothing_to_withdraw() -> None:
    with pytest.raises(operations.NothingToWithdraw):
        operations.withdraw(signer_id=making.signer().pk, now=LATER)


def test_an_answer_taken_back_shows_only_once_everybody_answered() -> None:
    row = making.collecting()
    mother, father = making.parents(row, age_group="from_12")
    making.sign(mother)
    operations.withdraw(signer_id=mother.pk, now=LATER)
    row.refresh_from_db()
    assert row.status == State.COLLECTING
    refuse(signer_id=father.pk, way=Way.QR, now=LATER)
    row.refresh_from_db()
    assert row.status == State.REVIEW


def test_a_confirmation_is_mailed_with_the_own_page() -> None:
    signature = signed()
    operations.withdraw(signer_id=signature.signer_id, now=LATER)
    event = Event.objects.get(kind=EventKind.WITHDRAWN)
    tasks.confirm_withdrawal(event_id=event.pk)
    (sent,) = mail.outbox
    assert sent.to == ["jan@home.example"]
    assert "/mine/" in sent.body
    assert not any("/mine/" in str(job.args) for job in ProcrastinateJob.objects.all())


def test_without_an_address_nothing_is_mailed() -> None:
    signature = signed(mail="")
    operations.withdraw(signer_id=signature.signer_id, now=LATER)
    tasks.confirm_withdrawal(event_id=Event.objects.get(kind=EventKind.WITHDRAWN).pk)
    assert not mail.outbox
