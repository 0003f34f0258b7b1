"""Deciding: who, what, when, and not twice."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from accounts.models import Role, User
from consent import audit
from consent.lifecycle import SomebodyWasFaster
from consent.models import Outcome, Request, Review
from consent.review import operations
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from tests import answered, factories

pytestmark = pytest.mark.django_db


def decide(row: Request, by: User, outcome: Outcome, **more: Any) -> Review:
    values: dict[str, Any] = {"note": "", "conditions": "", "seen": State(row.status), "now": factories.NOW}
    return operations.decide(request_id=row.pk, outcome=outcome, by=by, **(values | more))


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER)


@pytest.mark.parametrize(
    ("before", "outcome", "after", "kind"),
    [
        (State.INTAKE, Outcome.CLEARED, State.COLLECTING, EventKind.CLEARED_TO_ASK),
        (State.INTAKE, Outcome.SENT_BACK, State.RETURNED, EventKind.SENT_BACK),
        (State.INTAKE, Outcome.REJECTED, State.REJECTED, EventKind.REJECTED),
        (State.COLLECTING, Outcome.SENT_BACK, State.RETURNED, EventKind.SENT_BACK),
        (State.REVIEW, Outcome.APPROVED, State.APPROVED, EventKind.APPROVED),
        (State.REVIEW, Outcome.SENT_BACK, State.RETURNED, EventKind.SENT_BACK),
        (State.REVIEW, Outcome.REJECTED, State.REJECTED, EventKind.REJECTED),
    ],
)
def test_a_decision_moves_the_request_and_stands_in_the_history(
    rosa: User, before: State, outcome: Outcome, after: State, kind: EventKind
) -> None:
    row = factories.request(status=before)
    review = decide(row, rosa, outcome, note="Because.")
    row.refresh_from_db()
    event = row.events.get()
    assert (row.status, event.kind, event.actor) == (after, kind, audit.actor(rosa))
    assert event.facts.data == {"from": before, "to": after, "review": review.pk}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (State.INTAKE, Outcome.APPROVED),
        (State.COLLECTING, Outcome.APPROVED),
        (State.COLLECTING, Outcome.REJECTED),
        (State.REVIEW, Outcome.CLEARED),
        (State.APPROVED, Outcome.SENT_BACK),
    ],
)
def test_a_decision_that_does_not_fit_the_state_changes_nothing(rosa: User, status: State, outcome: Outcome) -> None:
    row = factories.request(status=status)
    with pytest.raises(operations.OutcomeNotPossible):
        decide(row, rosa, outcome, note="Because.")
    row.refresh_from_db()
    assert (row.status, Review.objects.count()) == (status, 0)


@pytest.mark.parametrize("outcome", [Outcome.SENT_BACK, Outcome.REJECTED])
def test_who_gets_a_no_is_told_why(rosa: User, outcome: Outcome) -> None:
    row = factories.request(status=State.REVIEW)
    with pytest.raises(operations.NoteMissing):
        decide(row, rosa, outcome, note="   ")


def test_conditions_go_with_a_yes_only(rosa: User) -> None:
    row = factories.request(status=State.REVIEW)
    with pytest.raises(operations.ConditionsMisplaced):
        decide(row, rosa, Outcome.REJECTED, note="No.", conditions="Blur the faces.")
    assert decide(row, rosa, Outcome.APPROVED, conditions=" Blur the faces. ").conditions == "Blur the faces."


def test_a_reviewer_does_not_decide_on_a_request_of_their_own(rosa: User) -> None:
    row = factories.request(rosa, status=State.REVIEW)
    with pytest.raises(operations.MayNotDecide):
        decide(row, rosa, Outcome.APPROVED)


def test_a_requester_does_not_decide() -> None:
    row = factories.request(status=State.REVIEW)
    with pytest.raises(operations.MayNotDecide):
        decide(row, factories.user("eve@student.example"), Outcome.APPROVED)


def test_clearing_a_request_in_which_everybody_answered_goes_on_to_review(rosa: User) -> None:
    row = factories.request(status=State.INTAKE)
    answered.granted(row)
    decide(row, rosa, Outcome.CLEARED)
    row.refresh_from_db()
    assert row.status == State.REVIEW


def test_a_request_that_came_back_changed_is_looked_at_again(rosa: User) -> None:
    row = factories.request(status=State.REVIEW)
    signer = answered.granted(row)
    answered.record(row, EventKind.ALL_ANSWERED)
    seen = row.events.latest("position").position
    answered.record(row, EventKind.WITHDRAWN, signer=signer.pk)
    with pytest.raises(operations.ChangedSinceSeen):
        decide(row, rosa, Outcome.APPROVED, seen_position=seen)


def test_a_sealed_form_meanwhile_is_no_reason_to_look_again(rosa: User) -> None:
    row = factories.request(status=State.REVIEW)
    answered.record(row, EventKind.ALL_ANSWERED)
    seen = row.events.latest("position").position
    answered.record(row, EventKind.SEALED)
    assert decide(row, rosa, Outcome.APPROVED, seen_position=seen).outcome == Outcome.APPROVED


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_wins_and_the_other_is_told() -> None:
    row = factories.request(status=State.REVIEW)
    reviewers = [factories.user(f"{name}@desk.example", role=Role.REVIEWER) for name in ("rosa", "ravi")]
    outcomes = {reviewers[0]: Outcome.APPROVED, reviewers[1]: Outcome.REJECTED}
    together, told = Barrier(2), []

    def act(by: User) -> None:
        together.wait()
        try:
            decide(row, by, outcomes[by], note=f"by {by.pk}")
        except SomebodyWasFaster:
            told.append(by.pk)
        finally:
            connection.close()

    run(*(lambda by=by: act(by) for by in reviewers))
    review = Review.objects.get()
    row.refresh_from_db()
    loser = next(by for by in reviewers if by != review.by)
    assert told == [loser.pk]
    assert row.status == {Outcome.APPROVED: State.APPROVED, Outcome.REJECTED: State.REJECTED}[Outcome(review.outcome)]
    assert row.events.count() == 1


def run(*actions: Callable[[], None]) -> None:
    threads = [Thread(target=action) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


def test_a_frozen_subject_stands_in_the_history_once(rosa: User) -> None:
    row = factories.request(status=State.APPROVED)
    subject = answered.granted(row).subject
    freeze = operations.freeze_subject(subject_id=subject.pk, by=rosa, note=" Died. ", now=factories.NOW)
    with pytest.raises(operations.AlreadyFrozen):
        operations.freeze_subject(subject_id=subject.pk, by=rosa, note="", now=factories.NOW + timedelta(days=1))
    event = row.events.get()
    assert (freeze.note, event.kind, event.facts.data) == ("Died.", EventKind.FROZEN, {"subject": subject.pk})


def test_a_requester_freezes_nobody() -> None:
    row = factories.request(status=State.APPROVED)
    subject = answered.granted(row).subject
    with pytest.raises(operations.MayNotDecide):
        operations.freeze_subject(subject_id=subject.pk, by=row.requester, note="", now=factories.NOW)


def test_the_cast_is_as_said() -> None:
    signer = answered.granted(factories.request(status=State.COLLECTING))
    assert (signer.status, signer.subject.status) == (SignerStatus.SIGNED, SubjectStatus.GRANTED)
