"""Turning 12, 16 or 18: the person is asked themself, and nothing new is published until they answer (L2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from accounts.models import Role
from consent import facts, permissions
from consent.models import ComingOfAge, Event, Invitation, Question, Request, Signer, Subject, Way
from consent.permissions import Reason
from consent.signing import operations, queries, tasks
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from consent.withdrawal.operations import NothingToWithdraw, withdraw
from tests import answered, factories
from tests.signing import making

pytestmark = pytest.mark.django_db

NOW = factories.NOW
LATER = NOW + timedelta(days=30)
"""After the recording; by then the cast is as old as their dates of birth say."""


def child(row: Request, *, born: date, age_group: str, own: bool) -> Subject:
    """A child whose mother, and from 12 the child too, said yes to everything, so that the consent is complete."""
    subject = Subject.objects.create(
        request=row, name="Noor", kind="student", age_group=age_group, birth_date=born, status="waiting"
    )
    who = [("guardian", "Mother", "mother@home.example")] + ([("self", "Noor", "noor@home.example")] if own else [])
    for capacity, name, address in who:
        signer = Signer.objects.create(subject=subject, capacity=capacity, name=name, mail=address)
        signature = answered.sign(signer)
        answered.answer(signature, Question.MEDIUM, medium="photo", value="yes")
        answered.answer(signature, Question.USE, use=row.uses.get(), value="yes")
        answered.answer(signature, Question.TERM, value="2")
        Signer.objects.filter(pk=signer.pk).update(status="signed")
    Subject.objects.filter(pk=subject.pk).update(status="granted")
    return subject


def approved() -> Request:
    return factories.request(status=State.APPROVED, ends_at=NOW + timedelta(days=7, hours=2))


def turned_12() -> Subject:
    return child(approved(), born=date(2014, 12, 10), age_group="under_12", own=False)


def turned_16() -> Subject:
    return child(approved(), born=date(2010, 12, 10), age_group="from_12", own=True)


def own(subject: Subject) -> Signer:
    return subject.signers.get(capacity="self")


def reasons(subject: Subject) -> tuple[Reason, ...]:
    row = Request.objects.get(pk=subject.request_id)
    (cell,) = permissions.matrix(facts.asked_for(row), now=LATER)
    return cell.reasons


def may_stay(subject: Subject) -> bool:
    row = Request.objects.get(pk=subject.request_id)
    return bool(permissions.may_stay(facts.asked_for(row), now=LATER))


def test_the_nightly_job_finds_who_has_a_birthday_today() -> None:
    subject = turned_12()
    assert operations.birthdays(today=date(2026, 12, 9)) == []
    assert operations.birthdays(today=date(2026, 12, 10)) == [subject.pk]


def test_the_night_begins_at_midnight_in_the_hospitals_zone() -> None:
    subject = turned_12()
    tasks.note_birthdays(timestamp=int(datetime(2026, 12, 9, 23, 12, tzinfo=UTC).timestamp()))
    assert ComingOfAge.objects.get().subject_id == subject.pk


@pytest.mark.parametrize("status", [State.REJECTED, State.CANCELLED, State.CLOSED, State.EXPIRED])
def test_a_birthday_in_a_request_that_publishes_nothing_new_asks_nobody(status: State) -> None:
    subject = turned_12()
    row = factories.request(factories.user("piet@student.example"), status=status)
    child(row, born=date(2014, 12, 10), age_group="under_12", own=False)
    assert operations.birthdays(today=LATER.date()) == [subject.pk]


def test_at_12_the_child_is_asked_beside_the_parent() -> None:
    subject = turned_12()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    subject.refresh_from_db()
    assert (subject.age_group, subject.status) == ("from_12", SubjectStatus.WAITING)
    assert own(subject).status == SignerStatus.WAITING
    assert subject.signers.get(capacity="guardian").stood_down_at is None


def test_new_publication_waits_for_the_answer_and_what_is_published_may_stay() -> None:
    subject = turned_16()
    assert reasons(subject) == ()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    assert reasons(subject) == (Reason.CAME_OF_AGE,)
    assert may_stay(subject)


def test_the_signatures_of_before_stay_and_are_not_voided() -> None:
    subject = turned_16()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    signatures = [signature for signer in subject.signers.all() for signature in signer.signatures.all()]
    assert len(signatures) == 2
    assert not any(hasattr(signature, "voiding") for signature in signatures)


def test_a_yes_at_16_counts_alone_and_covers_the_recording_made_before() -> None:
    subject = turned_16()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    making.sign(own(subject), now=LATER + timedelta(hours=1))
    subject.refresh_from_db()
    assert subject.status == SubjectStatus.GRANTED
    assert subject.signers.get(capacity="guardian").stood_down_at == LATER + timedelta(hours=1)
    assert reasons(subject) == ()


def test_a_no_at_16_ends_it_whatever_the_parent_said() -> None:
    subject = turned_16()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    operations.refuse(signer_id=own(subject).pk, way=Way.MAIL, now=LATER)
    subject.refresh_from_db()
    assert subject.status == SubjectStatus.REFUSED
    assert reasons(subject) == (Reason.NO,)
    assert not may_stay(subject)


def test_an_answer_after_the_collecting_is_followed_by_what_is_published() -> None:
    subject = turned_16()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    operations.refuse(signer_id=own(subject).pk, way=Way.MAIL, now=LATER)
    kinds = list(Event.objects.order_by("position").values_list("kind", flat=True))
    assert kinds == [EventKind.CAME_OF_AGE, EventKind.REFUSED, EventKind.HEARD]


def test_at_18_the_date_of_birth_is_forgotten() -> None:
    subject = child(approved(), born=date(2008, 12, 10), age_group="from_16", own=True)
    Signer.objects.filter(subject=subject, capacity="guardian").update(stood_down_at=NOW)
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    subject.refresh_from_db()
    assert (subject.age_group, subject.birth_date) == ("adult", None)
    assert reasons(subject) == (Reason.CAME_OF_AGE,)


def test_who_turned_16_after_12_is_asked_twice_and_each_yes_renews() -> None:
    subject = turned_12()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    making.sign(own(subject), now=LATER)
    Subject.objects.filter(pk=subject.pk).update(birth_date=date(2010, 12, 10))
    operations.come_of_age(subject_id=subject.pk, now=LATER + timedelta(hours=1))
    assert reasons(subject) == (Reason.CAME_OF_AGE,)
    making.sign(own(subject), now=LATER + timedelta(hours=2))
    assert reasons(subject) == ()


def test_a_birthday_is_noted_once() -> None:
    subject = turned_16()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    with pytest.raises(operations.NoBirthday):
        operations.come_of_age(subject_id=subject.pk, now=LATER)


def test_a_no_that_was_said_before_stands_and_nobody_is_asked() -> None:
    subject = turned_16()
    Subject.objects.filter(pk=subject.pk).update(status="waiting")
    Subject.objects.filter(pk=subject.pk).update(status="refused")
    assert operations.come_of_age(subject_id=subject.pk, now=LATER) is None
    subject.refresh_from_db()
    assert (subject.age_group, subject.status) == ("from_16", SubjectStatus.REFUSED)


def test_who_turns_16_while_signatures_are_collected_signs_alone() -> None:
    row = factories.request(status=State.COLLECTING)
    subject = Subject.objects.create(
        request=row, name="Noor", kind="student", age_group="from_12", birth_date=date(2010, 12, 10)
    )
    for capacity in ("self", "guardian"):
        Signer.objects.create(subject=subject, capacity=capacity, name=capacity)
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    making.sign(own(subject), now=LATER)
    row.refresh_from_db()
    assert row.status == State.REVIEW


def test_nobody_is_asked_after_the_collecting_but_who_came_of_age() -> None:
    subject = turned_16()
    assert not queries.still_asked(own(subject))
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    assert queries.still_asked(own(subject))


def test_who_came_of_age_gets_a_link_by_mail() -> None:
    subject = turned_16()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    tasks.ask_of_age(event_id=Event.objects.get(kind=EventKind.CAME_OF_AGE).pk)
    (letter,) = mail.outbox
    assert letter.to == ["noor@home.example"]
    assert "/sign/link/" in letter.body
    assert Invitation.objects.get().signer == own(subject)


def test_without_an_address_the_parent_is_told_and_gets_no_link() -> None:
    subject = turned_12()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    tasks.ask_of_age(event_id=Event.objects.get(kind=EventKind.CAME_OF_AGE).pk)
    (letter,) = mail.outbox
    assert letter.to == ["mother@home.example"]
    assert "/sign/" not in letter.body
    assert not Invitation.objects.exists()


def test_the_desk_may_ask_who_came_of_age() -> None:
    subject = turned_16()
    rosa = factories.user("rosa@hospital.example", role=Role.REVIEWER)
    with pytest.raises(operations.AlreadyAnswered):
        operations.invite(signer_id=own(subject).pk, way=Way.QR, by=rosa, now=LATER)
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    assert operations.invite(signer_id=own(subject).pk, way=Way.QR, by=rosa, now=LATER)


def test_who_came_of_age_may_take_back_what_they_signed_as_a_child() -> None:
    subject = turned_16()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    withdraw(signer_id=own(subject).pk, now=LATER)
    subject.refresh_from_db()
    assert subject.status == SubjectStatus.WITHDRAWN
    assert not may_stay(subject)


def test_a_parent_takes_nothing_back_once_the_child_decided_alone() -> None:
    subject = turned_16()
    operations.come_of_age(subject_id=subject.pk, now=LATER)
    making.sign(own(subject), now=LATER)
    with pytest.raises(NothingToWithdraw):
        withdraw(signer_id=subject.signers.get(capacity="guardian").pk, now=LATER)
