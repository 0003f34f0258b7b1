"""Signing stores a yes with its evidence, all or nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consent import facts, lasting
from consent.models import Answer, Event, MarkKind, Request, Signature, Signer, Subject, Way
from consent.signing import marks, operations
from consent.signing.marks import Mark
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from tests import factories
from tests.signing import making

pytestmark = pytest.mark.django_db


def test_a_yes_is_stored_with_its_sheet_answers_and_evidence() -> None:
    who = making.signer()
    signature = making.sign(who)
    who.refresh_from_db()
    assert who.status == SignerStatus.SIGNED
    assert signature.strokes == [[{"x": 10.0, "y": 20.0}, {"x": 200.0, "y": 90.0}]]
    assert (signature.identity, signature.vouched_by, signature.device) == ("vouched", "Sam", "tablet")
    sheet = facts.sheet_for(Signer.objects.select_related("subject__request").get(pk=who.pk), language="nl")
    assert signature.sheet == sheet.canonical()
    assert signature.sheet_sha256 == sheet.sha256()
    assert signature.asked_sha256 == facts.asked(who.subject.request).sha256()
    assert Answer.objects.filter(signature=signature).count() == len(sheet.choices) == 8


def test_what_a_form_is_filled_in_with_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    who = making.signer()
    sheet = facts.sheet_for(Signer.objects.select_related("subject__request").get(pk=who.pk), language="nl").sha256()
    given = making.answers(who)
    read: list[Request] = []
    real = facts.filled_in

    def noted(request: Request) -> facts.FilledIn:
        read.append(request)
        return real(request)

    monkeypatch.setattr(facts, "filled_in", noted)
    operations.sign(
        signer_id=who.pk,
        answers=given,
        mark=making.DRAWN,
        evidence=making.IN_ROOM,
        sheet_sha256=sheet,
        language="nl",
        now=making.NOW,
    )
    assert read == [who.subject.request]


def test_a_lasting_link_takes_one_statement(django_assert_num_queries: Any) -> None:
    who = Signer.objects.select_related("subject__request").get(pk=making.signer().pk)
    lasting.new_link(signer=who, now=making.NOW)
    with django_assert_num_queries(1):
        lasting.new_link(signer=who, now=making.NOW)


def test_the_history_tells_which_signature_under_which_sheet() -> None:
    row = making.collecting()
    making.second_person(row)
    signature = making.sign(making.signer(row))
    event = Event.objects.get(request=row)
    assert event.kind == EventKind.SIGNED
    assert event.actor == f"signer:{signature.signer_id}"
    assert event.facts.data == {"signature": signature.pk, "sheet_sha256": signature.sheet_sha256}


def test_the_last_answer_sends_the_request_to_review() -> None:
    row = making.collecting()
    first, last = making.signer(row), making.second_person(row)
    making.sign(first)
    row.refresh_from_db()
    assert row.status == State.COLLECTING
    making.sign(last)
    row.refresh_from_db()
    assert row.status == State.REVIEW


@pytest.mark.parametrize("last", ["yes", "no"])
def test_the_last_answer_is_no_answer_after_the_collecting(last: str) -> None:
    who = making.signer()
    if last == "yes":
        making.sign(who)
    else:
        operations.refuse(signer_id=who.pk, way=Way.HANDOVER, now=making.NOW)
    assert not Event.objects.filter(kind=EventKind.HEARD).exists()


def test_a_sheet_that_changed_meanwhile_is_not_signed() -> None:
    who = making.signer()
    seen = facts.sheet_for(who, language="nl").sha256()
    row = who.subject.request
    row.purpose = "Something else"
    row.save()
    with pytest.raises(operations.SheetChanged):
        making.sign(who, sheet_sha256=seen)
    assert not Signature.objects.exists()


def test_the_sheet_in_another_language_is_another_sheet() -> None:
    who = making.signer()
    with pytest.raises(operations.SheetChanged):
        making.sign(who, language="en")


def test_signing_twice_is_refused() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    making.sign(who)
    with pytest.raises(operations.AlreadyAnswered):
        making.sign(who)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("status", [State.INTAKE, State.REVIEW, State.RETURNED, State.APPROVED, State.CANCELLED])
def test_only_a_collecting_request_can_be_signed(status: State) -> None:
    who = making.signer()
    Request.objects.filter(pk=who.subject.request_id).update(status=State.REVIEW)
    if status == State.REVIEW:
        with pytest.raises(operations.NotOpen):
            making.sign(who)
        return
    row = factories.request(factories.user("noor@student.example"), status=status)
    with pytest.raises(operations.NotOpen):
        making.sign(making.signer(row))


def test_a_left_out_subject_is_not_signed_for() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    Subject.objects.filter(pk=who.subject_id).update(status=SubjectStatus.LEFT_OUT)
    with pytest.raises(operations.NotOpen):
        making.sign(who)


def test_every_choice_needs_an_answer() -> None:
    who = making.signer()
    given = making.answers(who)
    del given["medium.photo"]
    given["term"] = "100"
    with pytest.raises(operations.Unanswered) as caught:
        making.sign(who, answers=given)
    assert caught.value.choices == ("medium.photo", "term")


def test_an_answer_to_what_was_not_asked_is_refused() -> None:
    who = making.signer()
    with pytest.raises(operations.Unanswered):
        making.sign(who, answers=making.answers(who) | {"use.999999": "yes"})


def test_the_health_sentence_is_stored_with_its_choice() -> None:
    who = making.patient()
    given = making.answers(who) | {"health": "sentence"}
    signature = making.sign(who, answers=given, evidence=making.CONFIRMED, health_sentence=" I had  a fall. ")
    assert signature.answers.get(question="health").text == "I had a fall."


@pytest.mark.parametrize("sentence", ["", "   ", "x" * 301])
def test_choosing_a_sentence_means_writing_one(sentence: str) -> None:
    who = making.patient()
    given = making.answers(who) | {"health": "sentence"}
    with pytest.raises(operations.Unanswered) as caught:
        making.sign(who, answers=given, evidence=making.CONFIRMED, health_sentence=sentence)
    assert caught.value.choices == ("health",)


def test_a_typed_name_is_a_mark() -> None:
    signature = making.sign(making.signer(), mark=Mark(kind=MarkKind.TYPED, typed_name="  Jan   de Wit "))
    assert (signature.mark, signature.typed_name, signature.strokes) == ("typed", "Jan de Wit", [])


def test_an_assisted_mark_names_helper_and_witness() -> None:
    who = making.signer()
    helped = Mark(kind=MarkKind.ASSISTED, typed_name="Jan de Wit", helper="Anna Smit")
    with pytest.raises(marks.NoWitness):
        making.sign(who, mark=helped)
    signature = making.sign(who, mark=replace(helped, witness="Els Bos"))
    assert (signature.helper, signature.witness) == ("Anna Smit", "Els Bos")


def test_an_empty_drawing_is_refused_by_the_server() -> None:
    with pytest.raises(marks.EmptyMark):
        making.sign(making.signer(), mark=Mark(kind=MarkKind.DRAWN, strokes=[]))


def test_a_patient_signs_only_when_a_care_professional_confirmed() -> None:
    who = making.patient()
    with pytest.raises(operations.NotConfirmed):
        making.sign(who)
    signature = making.sign(who, evidence=making.CONFIRMED)
    assert signature.capacity_confirmed_by == "Anna Smit, nurse"
    assert signature.capacity_confirmed_at == making.NOW - timedelta(minutes=5)


@pytest.mark.parametrize("off", [timedelta(hours=-11), timedelta(days=-1), timedelta(minutes=6)])
def test_a_confirmation_counts_on_the_same_day_only_and_never_ahead(off: timedelta) -> None:
    evidence = replace(making.CONFIRMED, capacity_confirmed_at=making.NOW + off)
    with pytest.raises(operations.NotConfirmed):
        making.sign(making.patient(), evidence=evidence)


def test_a_staff_member_filmed_as_a_patient_follows_the_patients_rules() -> None:
    who = making.signer(kind="staff")
    Subject.objects.filter(pk=who.subject_id).update(is_patient_here=True)
    with pytest.raises(operations.NotConfirmed):
        making.sign(who)


def test_a_parent_tells_what_a_young_child_thinks() -> None:
    mother, father = making.parents(making.collecting())
    with pytest.raises(operations.ChildNotHeard):
        making.sign(mother, evidence=making.IN_ROOM)
    signature = making.sign(mother, evidence=replace(making.FOR_A_CHILD, childs_view="She likes it."))
    assert (signature.childs_say, signature.childs_view) == ("yes", "She likes it.")
    mother.subject.refresh_from_db()
    assert mother.subject.status == SubjectStatus.WAITING
    making.sign(father)
    mother.subject.refresh_from_db()
    assert mother.subject.status == SubjectStatus.GRANTED


def test_nobody_says_yes_for_a_child_who_does_not_want_it() -> None:
    mother, _ = making.parents(making.collecting())
    with pytest.raises(operations.ChildSaysNo):
        making.sign(mother, evidence=replace(making.FOR_A_CHILD, childs_say="no"))
    assert not mother.signatures.exists()


def test_a_baby_is_too_young_to_say() -> None:
    mother, _ = making.parents(making.collecting(), child="Sem")
    said = replace(making.FOR_A_CHILD, childs_say="too_young", childs_view="Sem is three weeks old.")
    assert making.sign(mother, evidence=said).childs_say == "too_young"


def test_who_signs_for_a_child_says_who_they_are() -> None:
    mother, _ = making.parents(making.collecting())
    with pytest.raises(operations.RelationMissing):
        making.sign(mother, evidence=replace(making.FOR_A_CHILD, relation=" "))
    assert making.sign(mother).relation == "mother"


def test_who_signs_for_themself_has_no_relation() -> None:
    assert making.sign(making.signer()).relation is None


def test_the_interpreter_is_kept() -> None:
    said = replace(making.IN_ROOM, interpreter=" Ada  Tolk ")
    assert making.sign(making.signer(), evidence=said).interpreter == "Ada Tolk"


def test_who_asks_for_the_recording_cannot_confirm_that_a_patient_can_decide() -> None:
    who = making.patient()
    name = who.subject.request.requester.name
    with pytest.raises(operations.NotConfirmed):
        making.sign(who, evidence=replace(making.CONFIRMED, capacity_confirmed_by=name.upper()))


def test_a_nurse_filmed_about_her_own_treatment_is_a_patient() -> None:
    who = making.signer(kind="staff")
    Subject.objects.filter(pk=who.subject_id).update(is_patient_here=True)
    with pytest.raises(operations.NotConfirmed):
        making.sign(who)


def test_an_address_for_the_copy_is_added_once() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row, mail="")
    making.sign(who)
    operations.add_mail(signer_id=who.pk, mail="jan@home.example")
    who.refresh_from_db()
    assert who.mail == "jan@home.example"
    with pytest.raises(operations.CannotSign):
        operations.add_mail(signer_id=who.pk, mail="eve@else.example")
