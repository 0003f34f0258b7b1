"""Open, enrol, close: who may, how many, and what waits for what."""

from datetime import date, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from consent.groups import operations, queries
from consent.groups.tasks import close_at_end
from consent.models import Capacity, Enrolment, Event, Invitation, Request, Signer, Subject, Way
from consent.people import Person
from consent.signing import operations as signing
from consent.states import EventKind, State, SubjectStatus
from consent.who_signs import Guardian
from tests import factories
from tests.groups.making import NOW, enrol, key, opened
from tests.signing import making
from tests.signing.browsing import later

pytestmark = pytest.mark.django_db


def status(row: Request) -> str:
    return Request.objects.get(pk=row.pk).status


def test_who_enrols_is_a_subject_with_a_signer_of_their_own() -> None:
    enrolled = enrol(opened(), person=Person(name="Daan Visser", kind="student", language="en"))
    signer = enrolled.subject.signers.get()
    assert (enrolled.subject.name, enrolled.subject.kind, enrolled.subject.age_group) == (
        "Daan Visser",
        "student",
        "adult",
    )
    assert (signer.name, signer.capacity, signer.language, signer.status) == ("Daan Visser", "self", "en", "waiting")
    assert enrolled.invitation is not None
    assert (enrolled.invitation.signer, enrolled.invitation.way) == (signer, Way.QR)


def test_the_history_says_who_enrolled_where() -> None:
    enrolment = opened()
    enrolled = enrol(enrolment)
    event = Event.objects.get(kind=EventKind.ENROLLED)
    signer = enrolled.subject.signers.get()
    assert event.actor == f"signer:{signer.pk}"
    assert event.facts.data == {
        "enrolment": enrolment.pk,
        "subject": enrolled.subject_id,
        "signer": signer.pk,
        "way": "qr",
    }


def test_the_same_page_sent_twice_enrols_once() -> None:
    enrolment = opened()
    assert enrol(enrolment, 1).pk == enrol(enrolment, 1).pk
    assert Subject.objects.count() == 1
    assert Invitation.objects.count() == 1


def test_the_same_page_sent_again_much_later_opens_nothing() -> None:
    enrolment = opened()
    enrol(enrolment, 1)
    with pytest.raises(operations.EnrolledAlready):
        enrol(enrolment, 1, now=NOW + timedelta(minutes=3))
    assert Subject.objects.count() == 1


def test_a_double_tap_on_the_last_place_is_not_told_that_it_is_full() -> None:
    enrolment = opened(places=1)
    assert enrol(enrolment, 1).pk == enrol(enrolment, 1).pk


def test_no_more_enrol_than_there_are_places() -> None:
    enrolment = opened(places=2)
    enrol(enrolment, 1)
    enrol(enrolment, 2)
    with pytest.raises(operations.Full):
        enrol(enrolment, 3)
    assert Subject.objects.count() == 2


def test_who_is_left_out_frees_their_place() -> None:
    enrolment = opened(places=1)
    gone = enrol(enrolment, 1)
    Subject.objects.filter(pk=gone.subject_id).update(status=SubjectStatus.LEFT_OUT)
    assert enrol(enrolment, 2).subject.name == "Student 2"


@pytest.mark.parametrize("state", [State.DRAFT, State.INTAKE, State.REVIEW, State.RETURNED, State.APPROVED])
def test_it_opens_only_while_the_request_collects(state: State) -> None:
    row = factories.request(status=state)
    with pytest.raises(operations.NotNow):
        opened(row)


def test_only_the_requester_opens_it() -> None:
    row = making.collecting()
    with pytest.raises(operations.NotNow):
        opened(row, by=factories.user("eve@student.example"))


def test_there_is_one_at_a_time() -> None:
    row = making.collecting()
    opened(row)
    with pytest.raises(operations.OpenAlready):
        opened(row)


def test_after_the_end_time_nobody_enrols() -> None:
    enrolment = opened()
    with pytest.raises(operations.NotOpen):
        enrol(enrolment, now=NOW + timedelta(hours=1))


def test_once_closed_nobody_enrols() -> None:
    enrolment = opened()
    operations.close(enrolment_id=enrolment.pk, by=enrolment.opened_by, now=NOW)
    with pytest.raises(operations.NotOpen):
        enrol(enrolment)


def test_a_stranger_does_not_close_it() -> None:
    enrolment = opened()
    with pytest.raises(operations.NotOpen):
        operations.close(enrolment_id=enrolment.pk, by=factories.user("eve@student.example"), now=NOW)
    assert Enrolment.objects.get().closed_at is None


class TestWaiting:
    """The request does not go on while others can still enrol."""

    def test_everybody_answered_but_the_enrolment_is_open(self) -> None:
        row = making.collecting()
        who = making.signer(row)
        opened(row)
        making.sign(who)
        assert status(row) == State.COLLECTING

    def test_closing_sends_it_to_review_when_everybody_answered(self) -> None:
        row = making.collecting()
        who = making.signer(row)
        enrolment = opened(row)
        making.sign(who)
        operations.close(enrolment_id=enrolment.pk, by=row.requester, now=NOW)
        assert status(row) == State.REVIEW

    def test_closing_leaves_it_when_somebody_is_waited_for(self) -> None:
        row = making.collecting()
        enrolment = opened(row)
        enrolled = enrol(enrolment)
        operations.close(enrolment_id=enrolment.pk, by=row.requester, now=NOW)
        assert status(row) == State.COLLECTING
        making.sign(enrolled.subject.signers.get())
        assert status(row) == State.REVIEW

    def test_the_end_time_closes_and_goes_on_too(self) -> None:
        row = making.collecting()
        who = making.signer(row)
        enrolment = opened(row)
        making.sign(who)
        operations.close(enrolment_id=enrolment.pk, by=None, now=NOW + timedelta(hours=1))
        assert status(row) == State.REVIEW
        assert Event.objects.get(kind=EventKind.ENROLMENT_CLOSED).actor == "system"

    def test_the_end_time_does_not_come_early(self) -> None:
        enrolment = opened()
        with pytest.raises(operations.NotOpen):
            operations.close(enrolment_id=enrolment.pk, by=None, now=NOW + timedelta(minutes=59))

    def test_the_job_stands_at_the_end_time_and_closes_once(self) -> None:
        enrolment = opened()
        job = ProcrastinateJob.objects.get(task_name="groups.close_at_end")
        assert (job.scheduled_at, job.args) == (enrolment.ends_at, {"enrolment_id": enrolment.pk})
        with later(days=36500):
            close_at_end(enrolment_id=enrolment.pk)
            close_at_end(enrolment_id=enrolment.pk)
        assert Event.objects.filter(kind=EventKind.ENROLMENT_CLOSED).count() == 1

    def test_an_enrolment_that_nobody_used_leaves_an_empty_request_collecting(self) -> None:
        row = making.collecting()
        enrolment = opened(row)
        operations.close(enrolment_id=enrolment.pk, by=row.requester, now=NOW)
        assert status(row) == State.COLLECTING


class TestWhomTheDeskMustSeeFirst:
    """Patients and minors go past the desk's first look, or are not asked at all."""

    def test_a_patient_does_not_enrol_where_the_desk_saw_none(self) -> None:
        with pytest.raises(operations.DeskFirst):
            enrol(opened(), person=Person(name="Jan", kind="patient"))
        assert Subject.objects.count() == 0

    @pytest.mark.parametrize("age", ["under_12", "from_12", "from_16"])
    def test_nobody_under_18_enrols_where_the_desk_saw_none(self, age: str) -> None:
        with pytest.raises(operations.DeskFirst):
            enrol(opened(), person=Person(name="Jan", kind="student", age_group=age))

    def test_a_patient_enrols_where_the_desk_looked_for_patients(self) -> None:
        row = making.collecting()
        making.patient(row)
        enrolled = enrol(opened(row), person=Person(name="Piet", kind="patient"))
        assert enrolled.subject.counts_as_patient

    def test_who_treats_patients_collects_none_of_them(self) -> None:
        row = making.collecting(treats_patients=True)
        making.patient(row)
        with pytest.raises(operations.DeskFirst):
            enrol(opened(row), person=Person(name="Piet", kind="patient"))

    def test_a_child_of_13_enrols_with_both_parents_who_get_a_mail(self) -> None:
        row = making.collecting()
        making.parents(row)
        parents = (Guardian(name="Mother", mail="m@home.example"), Guardian(name="Father"))
        child = Person(
            name="Noor", kind="relative", age_group="from_12", birth_date=date(2013, 5, 1), guardians=parents
        )
        enrolled = enrol(opened(row), person=child)
        signers = enrolled.subject.signers.values_list("name", "capacity")
        assert list(signers) == [("Noor", "self"), ("Mother", "guardian"), ("Father", "guardian")]
        assert enrolled.invitation is not None
        assert enrolled.invitation.signer.name == "Noor"
        mailed = ProcrastinateJob.objects.filter(task_name="signing.mail_invitation").values_list("args", flat=True)
        mother = Signer.objects.get(subject=enrolled.subject, name="Mother")
        assert list(mailed) == [{"signer_id": mother.pk, "user_id": row.requester_id}]

    def test_a_parent_who_enrols_a_child_goes_on_to_their_own_form(self) -> None:
        row = making.collecting()
        making.parents(row)
        child = Person(name="Bo", kind="relative", age_group="under_12", guardians=(Guardian(name="Mother"),))
        enrolled = enrol(opened(row), person=child, holder=Capacity.GUARDIAN)
        assert enrolled.invitation is not None
        assert enrolled.invitation.signer.name == "Mother"


class TestCodes:
    """What opens an enrolment."""

    def test_the_token_and_the_code_are_stored_as_hashes_only(self) -> None:
        enrolment = opened()
        stored = " ".join(str(value) for value in Enrolment.objects.values_list().get())
        assert queries.token_from(enrolment.salt) not in stored
        assert queries.code_from(enrolment.salt) not in stored

    def test_the_code_is_found_however_it_is_typed(self) -> None:
        enrolment = opened()
        typed = queries.spoken_code(enrolment)
        for spelling in (typed, typed.lower(), typed.replace("-", " "), typed.replace("-", "")):
            assert queries.of_code(spelling) == enrolment
        assert queries.of_code(typed[:-1]) is None
        assert queries.of_code("") is None

    def test_after_a_new_code_the_one_before_opens_nothing(self) -> None:
        enrolment = opened()
        token, code = queries.token_from(enrolment.salt), queries.spoken_code(enrolment)
        operations.renew_code(enrolment_id=enrolment.pk, by=enrolment.opened_by)
        assert queries.of_token(token) is None
        assert queries.of_code(code) is None
        renewed = Enrolment.objects.get()
        assert queries.of_token(queries.token_from(renewed.salt)) == renewed

    def test_another_secret_key_makes_other_tokens(self, settings: Any) -> None:
        enrolment = opened()
        before = queries.token_from(enrolment.salt)
        settings.SECRET_KEY = "another"
        assert queries.token_from(enrolment.salt) != before


def test_progress_counts_a_yes_and_a_no_alike() -> None:
    row = making.collecting()
    making.signer(row)
    enrolment = opened(row)
    first, second = enrol(enrolment, 1), enrol(enrolment, 2)
    assert queries.progress(row) == queries.Progress(enrolled=2, places=3, answered=0, total=3)
    making.sign(first.subject.signers.get())
    signing.refuse(signer_id=second.subject.signers.get().pk, way=Way.QR, now=NOW)
    assert queries.progress(row) == queries.Progress(enrolled=2, places=3, answered=2, total=3)


def test_the_same_key_in_another_enrolment_is_another_person() -> None:
    row = making.collecting()
    other = factories.request(row.requester, status=State.COLLECTING)
    assert enrol(opened(row), key=key(1)).subject.request == row
    assert enrol(opened(other), key=key(1)).subject.request == other
