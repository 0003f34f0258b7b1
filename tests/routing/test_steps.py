"""Which other office must agree, what its answer does, and that nobody can go around it."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Role, User
from consent import lifecycle, steps
from consent.models import EventFacts, Outcome, Request, Step, StepStatus
from consent.review import operations as review
from consent.states import EventKind, State
from tests import factories
from tests.concurrency.races import at_once

pytestmark = pytest.mark.django_db
NOW = factories.NOW


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER)


def asked(**fields: Any) -> Request:
    """A request in review, with the steps that it needs."""
    row = factories.request(status=State.REVIEW, **fields)
    steps.open_needed(lifecycle.lock(row.pk), by="system", at=NOW)
    return row


def say(step: Step, *, agrees: bool, note: str = "", seen: str = "") -> Step:
    said = steps.Said(agrees=agrees, name="Joke Prins", note=note)
    return steps.answer(step_id=step.pk, said=said, by="office:ward", seen=seen or step.asked_sha256, now=NOW)


def approve(row: Request, by: User) -> Any:
    return review.decide(
        request_id=row.pk, outcome=Outcome.APPROVED, by=by, note="", conditions="", seen=State.REVIEW, now=NOW
    )


@pytest.mark.parametrize(
    ("fields", "offices"),
    [
        ({}, []),
        ({"clinical_area": True}, ["ward"]),
        ({"uses_brand": True}, ["social_media"]),
        ({"clinical_area": True, "uses_brand": True}, ["social_media", "ward"]),
    ],
)
def test_what_is_asked_decides_who_else_must_agree(fields: dict[str, object], offices: list[str]) -> None:
    assert [step.office for step in steps.standing(asked(**fields))] == offices


def test_television_and_the_press_need_the_press_office() -> None:
    crew, paper = factories.request(status=State.REVIEW), factories.request(factories.user("eve@student.example"))
    crew.media.create(medium="television")
    paper.uses.create(channel="press_tv", name="AD")
    for row in (crew, paper):
        assert [one.office for one in steps.open_needed(lifecycle.lock(row.pk), by="system", at=NOW)] == ["press"]


def test_a_brand_in_an_accounts_title_needs_the_social_media_team() -> None:
    row = factories.request(status=State.REVIEW)
    row.uses.update(brand_in_title=True)
    assert [one.office for one in steps.open_needed(lifecycle.lock(row.pk), by="system", at=NOW)] == ["social_media"]


def test_without_the_office_nobody_approves(rosa: User) -> None:
    row = asked(clinical_area=True)
    with pytest.raises(review.OthersMustAgree):
        approve(row, rosa)
    say(steps.standing(row)[0], agrees=True)
    assert approve(row, rosa).outcome == Outcome.APPROVED


def test_an_offices_no_keeps_it_from_being_approved(rosa: User) -> None:
    row = asked(clinical_area=True)
    say(steps.standing(row)[0], agrees=False, note="Too busy.")
    with pytest.raises(review.OthersMustAgree):
        approve(row, rosa)


def test_a_no_needs_a_reason_and_nothing_is_stored_without() -> None:
    step = steps.standing(asked(clinical_area=True))[0]
    with pytest.raises(steps.ReasonMissing):
        say(step, agrees=False, note="  ")
    assert Step.objects.get().status == StepStatus.WAITING


def test_the_first_answer_stands() -> None:
    step = steps.standing(asked(clinical_area=True))[0]
    say(step, agrees=True)
    with pytest.raises(steps.AnsweredBefore):
        say(step, agrees=False, note="No.")
    assert Step.objects.get().status == StepStatus.AGREED


def test_a_yes_to_something_else_than_is_asked_now_is_not_taken() -> None:
    row = asked(clinical_area=True)
    Request.objects.filter(pk=row.pk).update(purpose="Something else.")
    with pytest.raises(steps.AskedOtherwise):
        say(steps.standing(row)[0], agrees=True)


def test_a_page_that_showed_something_else_is_not_taken() -> None:
    with pytest.raises(steps.AskedOtherwise):
        say(steps.standing(asked(clinical_area=True))[0], agrees=True, seen="0" * 64)


def test_handed_in_unchanged_the_yes_stays_and_a_no_is_asked_again() -> None:
    row = asked(clinical_area=True, uses_brand=True)
    brand, ward = steps.standing(row)
    say(brand, agrees=True)
    say(ward, agrees=False, note="Not this week.")
    steps.open_needed(lifecycle.lock(row.pk), by="system", at=NOW)
    assert [(one.office, one.status) for one in steps.standing(row)] == [
        ("social_media", StepStatus.AGREED),
        ("ward", StepStatus.WAITING),
    ]


def test_handed_in_changed_everybody_is_asked_anew_and_who_is_not_needed_any_more_is_not() -> None:
    row = asked(clinical_area=True, uses_brand=True)
    for step in steps.standing(row):
        say(step, agrees=True)
    Request.objects.filter(pk=row.pk).update(purpose="Something else.", uses_brand=False)
    steps.open_needed(lifecycle.lock(row.pk), by="system", at=NOW + timedelta(days=1))
    assert [(one.office, one.status) for one in steps.standing(row)] == [("ward", StepStatus.WAITING)]


def test_who_answered_can_be_erased_and_the_answer_stands() -> None:
    row = asked(clinical_area=True)
    say(steps.standing(row)[0], agrees=False, note="Ask Piet.")
    event = row.events.get(kind=EventKind.STEP_ANSWERED)
    assert (event.facts.data["name"], event.facts.data["note"]) == ("Joke Prins", "Ask Piet.")
    EventFacts.objects.filter(event=event).delete()
    assert Step.objects.get().status == StepStatus.REFUSED


def test_the_database_lets_nobody_turn_a_no_into_a_yes() -> None:
    step = say(steps.standing(asked(clinical_area=True))[0], agrees=False, note="No.")
    with pytest.raises(Exception, match="transition"):
        Step.objects.filter(pk=step.pk).update(status=StepStatus.AGREED)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("starting_data")
def test_a_decision_and_an_offices_no_at_once_never_both_win() -> None:
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    row = factories.request(status=State.REVIEW, clinical_area=True)
    with transaction.atomic():
        (step,) = steps.open_needed(lifecycle.lock(row.pk), by="system", at=NOW)
    outcomes = at_once([lambda: approve(row, rosa), lambda: say(step, agrees=False, note="No.")])
    row.refresh_from_db()
    assert isinstance(outcomes[0], review.OthersMustAgree)
    assert (row.status, Step.objects.get().status) == (State.REVIEW, StepStatus.REFUSED)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("starting_data")
def test_sent_back_and_agreed_at_once_the_yes_is_kept_or_refused_but_never_lost() -> None:
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    row = factories.request(status=State.REVIEW, clinical_area=True)
    with transaction.atomic():
        (step,) = steps.open_needed(lifecycle.lock(row.pk), by="system", at=NOW)
    back: dict[str, Any] = {"outcome": Outcome.SENT_BACK, "by": rosa, "note": "Why?", "conditions": "", "now": NOW}
    send_back = partial(review.decide, request_id=row.pk, seen=State.REVIEW, **back)
    outcomes = at_once([send_back, lambda: say(step, agrees=True)])
    told = isinstance(outcomes[1], steps.NoLongerAsked)
    assert Step.objects.get().status == (StepStatus.WAITING if told else StepStatus.AGREED)
    assert row.events.filter(kind=EventKind.STEP_ANSWERED).exists() is not told
