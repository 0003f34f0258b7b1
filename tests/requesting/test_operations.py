"""Filing a request: what is stored, what is refused, where it goes."""

from datetime import timedelta
from typing import Any

import pytest

from consent import facts, lifecycle, standing
from consent.models import Ambassador, Request, Voiding
from consent.requesting import operations
from consent.requesting.operations import Details, Guardian, Person, Place
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from consent.withdrawal import operations as withdrawal
from tests import factories
from tests.factories import NOW
from tests.requesting import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return cast.sam()


def fields(problem: pytest.ExceptionInfo[operations.Incomplete]) -> set[str]:
    return {f"{one.step}.{one.field}" for one in problem.value.problems}


def add(row: Request, name: str = "Lee", kind: str = "student", **rest: Any) -> None:
    operations.add_subject(request_id=row.pk, by=row.requester, person=Person(name=name, kind=kind, **rest))


def test_a_draft_has_a_number_and_an_event(sam):
    row = operations.start_draft(requester=sam, now=NOW)
    assert len(row.number) == 7
    assert [event.kind for event in row.events.all()] == [EventKind.DRAFTED]


def test_a_next_draft_starts_with_the_programme_of_the_last(sam):
    first = cast.draft(sam, supervisor_name="Dr Jansen")
    second = operations.start_draft(requester=sam, now=NOW)
    assert (second.programme_id, second.supervisor_name) == (first.programme_id, "Dr Jansen")


def test_an_empty_draft_says_everything_that_is_missing(sam):
    row = operations.start_draft(requester=sam, now=NOW)
    with pytest.raises(operations.Incomplete) as problem:
        operations.submit(request_id=row.pk, by=sam, now=NOW)
    assert {
        "what.title", "what.purpose", "what.media", "what.origin", "what.programme", "what.permitted_party",
        "where.uses", "where.uses_brand", "who.people", "when.place", "when.starts_at", "when.ends_at",
        "when.clinical_area", "check.traits", "check.conduct", "check.no_personal_data",
        "check.no_internal_documents", "check.no_third_parties",
    } == fields(problem)  # fmt: skip
    row.refresh_from_db()
    assert row.status == State.DRAFT


def test_an_ordinary_request_goes_straight_to_collecting(sam):
    row = cast.draft(sam)
    add(row)
    assert operations.submit(request_id=row.pk, by=sam, now=NOW).status == State.COLLECTING
    row.refresh_from_db()
    assert (row.status, row.submitted_at) == (State.COLLECTING, NOW)
    assert row.wording is not None
    assert row.wording.version == 1


def test_a_patient_sends_it_to_intake_and_the_event_says_why(sam):
    row = cast.draft(sam, treats_patients=False)
    add(row, kind="patient")
    assert operations.submit(request_id=row.pk, by=sam, now=NOW).status == State.INTAKE
    assert row.events.get(kind=EventKind.SUBMITTED).facts.data["intake"] == ["patients"]


def test_a_nurse_filmed_about_her_own_treatment_counts_as_patient(sam):
    row = cast.draft(sam, treats_patients=False)
    add(row, kind="staff", is_patient_here=True)
    assert operations.submit(request_id=row.pk, by=sam, now=NOW).status == State.INTAKE


def test_who_treats_the_patient_may_not_collect_the_signature(sam):
    row = cast.draft(sam, treats_patients=True)
    add(row, kind="patient")
    with pytest.raises(operations.Incomplete) as problem:
        operations.submit(request_id=row.pk, by=sam, now=NOW)
    assert fields(problem) == {"who.treats_patients"}


def test_a_start_in_the_past_is_not_a_new_recording(sam):
    row = cast.draft(sam, starts_at=NOW - timedelta(hours=1), ends_at=NOW)
    add(row)
    with pytest.raises(operations.Incomplete) as problem:
        operations.submit(request_id=row.pk, by=sam, now=NOW)
    assert fields(problem) == {"when.starts_at"}


def test_existing_material_states_owner_date_and_source_and_needs_no_moment(sam):
    row = cast.draft(sam, origin="existing")
    add(row)
    with pytest.raises(operations.Incomplete) as problem:
        operations.submit(request_id=row.pk, by=sam, now=NOW)
    assert fields(problem) == {"what.existing_date", "what.existing_source", "what.existing_owner"}
    more = Details(existing_date=NOW.date(), existing_source="Podcast", existing_owner="Sam")
    operations.save_details(request_id=row.pk, by=sam, details=more)
    assert operations.submit(request_id=row.pk, by=sam, now=NOW).status == State.INTAKE


def test_a_bsn_in_free_text_is_refused_at_submission_too(sam):
    row = cast.draft(sam, purpose="About 111222333")
    add(row)
    with pytest.raises(operations.Incomplete) as problem:
        operations.submit(request_id=row.pk, by=sam, now=NOW)
    assert fields(problem) == {"what.purpose"}


def test_a_child_has_its_guardians_named(sam):
    row = cast.draft(sam)
    add(row, age_group="from_12")
    with pytest.raises(operations.Incomplete) as problem:
        operations.submit(request_id=row.pk, by=sam, now=NOW)
    assert fields(problem) == {"who.people"}


def test_a_child_of_14_signs_with_both_parents(sam):
    row = cast.draft(sam)
    add(row, name="Noor", age_group="from_12", guardians=(Guardian("Father"), Guardian("Mother")))
    assert [(one.capacity, one.name) for one in row.subjects.get().signers.all()] == [
        ("self", "Noor"),
        ("guardian", "Father"),
        ("guardian", "Mother"),
    ]


def test_an_appointed_ambassador_may_use_the_account(sam):
    row = cast.draft(sam)
    add(row)
    place = Place("own_account", "X @sam", "", "ambassador")
    operations.add_use(request_id=row.pk, by=sam, place=place)
    with pytest.raises(operations.Incomplete):
        operations.submit(request_id=row.pk, by=sam, now=NOW)
    Ambassador.objects.create(user=sam, account="X @sam", appointed_at=NOW)
    assert operations.submit(request_id=row.pk, by=sam, now=NOW).status == State.COLLECTING


def test_the_same_use_is_not_asked_twice(sam):
    row = cast.draft(sam)
    with pytest.raises(operations.AlreadyThere):
        operations.add_use(request_id=row.pk, by=sam, place=Place("own_account", "Instagram @sam", "", "personal"))


def test_nobody_else_can_change_or_submit_it(sam):
    row = cast.draft(sam)
    eve = factories.user("eve@student.example")
    with pytest.raises(operations.NotEditable):
        operations.save_details(request_id=row.pk, by=eve, details=Details(title="Mine"))
    with pytest.raises(operations.NotEditable):
        operations.submit(request_id=row.pk, by=eve, now=NOW)
    with pytest.raises(operations.NotYours):
        operations.cancel(request_id=row.pk, by=eve, now=NOW)


def test_what_was_submitted_cannot_be_changed(sam):
    row = cast.collecting(sam, "Lee")
    with pytest.raises(operations.NotEditable):
        operations.save_details(request_id=row.pk, by=sam, details=Details(title="Other"))


def send_back(row: Request) -> None:
    locked = lifecycle.lock(row.pk)
    lifecycle.advance(locked, to=State.RETURNED, by="user:desk", at=NOW)


def test_changing_what_is_asked_voids_signatures_and_asks_again(sam):
    row = cast.collecting(sam, "Lee", "Kim")
    lee, _kim = [subject.signers.get() for subject in row.subjects.all()]
    signature = cast.sign(lee)
    send_back(row)
    operations.add_use(request_id=row.pk, by=sam, place=Place("teaching", "Course 3"))
    later = NOW + timedelta(days=1)
    assert operations.submit(request_id=row.pk, by=sam, now=later).status == State.COLLECTING
    lee.refresh_from_db()
    assert Voiding.objects.get().signature == signature
    assert (lee.status, lee.subject.status) == (SignerStatus.WAITING, SubjectStatus.WAITING)
    assert row.events.get(kind=EventKind.ANSWER_VOIDED).facts.data["signer"] == lee.pk
    row.refresh_from_db()
    assert row.submitted_at == NOW


def test_after_a_change_who_said_no_or_withdrew_is_asked_again_like_who_signed(sam):
    row = cast.collecting(sam, "Yes", "No", "Withdrawn", "Waiting")
    yes, no, withdrawn, _waiting = [subject.signers.get() for subject in row.subjects.all()]
    cast.sign(yes)
    cast.refuse(no)
    cast.sign(withdrawn)
    withdrawal.withdraw(signer_id=withdrawn.pk, now=NOW)
    send_back(row)
    operations.add_use(request_id=row.pk, by=sam, place=Place("teaching", "Course 3"))
    operations.submit(request_id=row.pk, by=sam, now=NOW + timedelta(days=1))
    assert set(row.subjects.values_list("status", "signers__status")) == {("waiting", "waiting")}
    asked_again = {event.facts.data["signer"] for event in row.events.filter(kind=EventKind.ANSWER_VOIDED)}
    assert asked_again == {yes.pk, no.pk, withdrawn.pk}
    cast.refuse(no)
    cast.sign(withdrawn)
    row.refresh_from_db()
    assert [one.signer_id for one in facts.standing_signatures(row)] == [withdrawn.pk]


def test_submitting_again_unchanged_keeps_a_no(sam):
    row = cast.collecting(sam, "No", "Kim")
    signer = row.subjects.all()[0].signers.get()
    cast.refuse(signer)
    send_back(row)
    operations.submit(request_id=row.pk, by=sam, now=NOW)
    signer.refresh_from_db()
    assert signer.status == SignerStatus.REFUSED


def test_submitting_again_unchanged_keeps_the_signatures(sam):
    row = cast.collecting(sam, "Lee", "Kim")
    signer = row.subjects.all()[0].signers.get()
    cast.sign(signer)
    send_back(row)
    operations.submit(request_id=row.pk, by=sam, now=NOW)
    signer.refresh_from_db()
    assert signer.status == SignerStatus.SIGNED
    assert not Voiding.objects.exists()


def test_submitting_again_with_everybody_answered_goes_to_review(sam):
    row = cast.collecting(sam, "Lee")
    cast.sign(row.subjects.get().signers.get())
    send_back(row)
    assert operations.submit(request_id=row.pk, by=sam, now=NOW).status == State.REVIEW


def test_a_use_with_answers_is_dropped_not_deleted(sam):
    row = cast.collecting(sam, "Lee", "Kim")
    cast.sign(row.subjects.all()[0].signers.get())
    send_back(row)
    use = row.uses.get()
    changed = operations.change_use(use_id=use.pk, by=sam, place=Place("teaching", "Course 3"), now=NOW)
    use.refresh_from_db()
    assert use.dropped_at == NOW
    assert changed.pk != use.pk


def test_who_answered_can_be_left_out_but_not_removed(sam):
    row = cast.collecting(sam, "Lee", "Kim")
    lee, _kim = row.subjects.all()
    cast.refuse(lee.signers.get())
    send_back(row)
    with pytest.raises(operations.HasAnswered):
        operations.remove_subject(subject_id=lee.pk, by=sam)
    operations.leave_out(subject_id=lee.pk, by=sam, now=NOW)
    lee.refresh_from_db()
    assert lee.status == SubjectStatus.LEFT_OUT


def test_leaving_out_the_last_who_was_waited_for_sends_it_to_review(sam):
    row = cast.collecting(sam, "Lee", "Kim")
    lee, kim = row.subjects.all()
    cast.sign(lee.signers.get())
    operations.leave_out(subject_id=kim.pk, by=sam, now=NOW)
    row.refresh_from_db()
    assert row.status == State.REVIEW
    assert row.events.get(kind=EventKind.LEFT_OUT).facts.data == {"subject": kim.pk}


def test_the_last_person_is_not_left_out(sam):
    row = cast.collecting(sam, "Lee")
    with pytest.raises(standing.NobodyLeft):
        operations.leave_out(subject_id=row.subjects.get().pk, by=sam, now=NOW)


def test_an_open_request_can_be_cancelled_once(sam):
    row = cast.collecting(sam, "Lee")
    operations.cancel(request_id=row.pk, by=sam, now=NOW)
    row.refresh_from_db()
    assert row.status == State.CANCELLED
    with pytest.raises(operations.NotYours):
        operations.cancel(request_id=row.pk, by=sam, now=NOW)
