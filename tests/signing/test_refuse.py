"""Saying no, or not now, is as easy as yes."""

import pytest

from consent.models import Event, Postponement, Refusal, Signer, Subject, Way
from consent.signing import operations
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from tests import factories
from tests.signing import making

pytestmark = pytest.mark.django_db
NOW = making.NOW


def test_a_no_is_stored_without_a_reason() -> None:
    who = making.signer()
    refusal = operations.refuse(signer_id=who.pk, way=Way.MAIL, now=NOW)
    who.refresh_from_db()
    who.subject.refresh_from_db()
    assert (who.status, who.subject.status) == (SignerStatus.REFUSED, SubjectStatus.REFUSED)
    assert {field.name for field in Refusal._meta.fields} == {"id", "signer", "at", "way", "asked_sha256"}
    assert refusal.at == NOW


def test_the_history_says_only_which_signer() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    operations.refuse(signer_id=who.pk, way=Way.MAIL, now=NOW)
    event = Event.objects.get()
    assert (event.kind, event.facts.data) == (EventKind.REFUSED, {"signer": who.pk})


def test_one_no_blocks_the_subject_whatever_the_other_said() -> None:
    mother, father = making.parents(making.collecting(), age_group="from_12")
    making.sign(mother)
    operations.refuse(signer_id=father.pk, way=Way.MAIL, now=NOW)
    mother.subject.refresh_from_db()
    assert mother.subject.status == SubjectStatus.REFUSED


def test_after_one_parents_withdrawal_the_other_may_still_say_no() -> None:
    row = making.collecting()
    making.second_person(row)
    mother, father = making.parents(row, age_group="from_12")
    Signer.objects.filter(pk=mother.pk).update(status=SignerStatus.SIGNED)
    Signer.objects.filter(pk=mother.pk).update(status=SignerStatus.WITHDRAWN)
    Subject.objects.filter(pk=mother.subject_id).update(status=SubjectStatus.WITHDRAWN)
    operations.refuse(signer_id=father.pk, way=Way.MAIL, now=NOW)
    mother.subject.refresh_from_db()
    assert mother.subject.status == SubjectStatus.REFUSED


def test_no_after_yes_is_told_apart() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    making.sign(who)
    with pytest.raises(operations.AlreadyAnswered):
        operations.refuse(signer_id=who.pk, way=Way.MAIL, now=NOW)


def test_no_to_a_request_that_stopped_asking_is_not_stored() -> None:
    row = factories.request(status=State.RETURNED)
    with pytest.raises(operations.NotOpen):
        operations.refuse(signer_id=making.signer(row).pk, way=Way.MAIL, now=NOW)
    assert not Refusal.objects.exists()


def test_postponing_leaves_everything_waiting() -> None:
    who = making.patient()
    operations.postpone(signer_id=who.pk, now=NOW)
    who.refresh_from_db()
    who.subject.refresh_from_db()
    assert (who.status, who.subject.status) == (SignerStatus.WAITING, SubjectStatus.WAITING)
    assert Postponement.objects.get().signer_id == who.pk
    assert Event.objects.get().kind == EventKind.POSTPONED


def test_opening_the_sheet_is_written_down() -> None:
    who = making.signer()
    operations.open_sheet(signer_id=who.pk, way=Way.HANDOVER, now=NOW)
    event = Event.objects.get()
    assert (event.kind, event.facts.data) == (EventKind.SHEET_OPENED, {"signer": who.pk, "way": "handover"})


def test_one_parents_no_does_not_show_while_the_other_is_waited_for() -> None:
    """The requester may still ask the other, who may still answer; only then does the request go on."""
    row = making.collecting()
    mother, father = making.parents(row)
    operations.refuse(signer_id=father.pk, way=Way.MAIL, now=NOW)
    row.refresh_from_db()
    assert row.status == State.COLLECTING
    assert operations.invite(signer_id=mother.pk, way=Way.QR, by=row.requester, now=NOW)
    making.sign(mother, evidence=making.FOR_A_CHILD)
    row.refresh_from_db()
    mother.subject.refresh_from_db()
    assert (row.status, mother.subject.status) == (State.REVIEW, SubjectStatus.REFUSED)
