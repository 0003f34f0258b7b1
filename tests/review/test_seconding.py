"""Where two of the desk must agree, one is not enough, and nobody is both."""

from typing import Any

import pytest

from accounts.models import Role, User
from consent.models import Outcome, Request, Review
from consent.review import operations, seconding
from consent.states import EventKind, State
from tests import answered, factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two(settings: Any) -> None:
    settings.SECOND_REVIEWER = ["press", "minors"]


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER)


@pytest.fixture
def ravi() -> User:
    return factories.user("ravi@desk.example", role=Role.REVIEWER)


@pytest.fixture
def row() -> Request:
    row = factories.request(status=State.REVIEW)
    row.subjects.create(name="Noor", kind="student", age_group="from_12")
    return row


def decide(row: Request, by: User, outcome: Outcome) -> Review:
    return operations.decide(
        request_id=row.pk, outcome=outcome, by=by, note="", conditions="", seen=State.REVIEW, now=factories.NOW
    )


def test_one_of_two_cannot_approve(row: Request, rosa: User) -> None:
    with pytest.raises(operations.SecondMustDecide):
        decide(row, rosa, Outcome.APPROVED)


def test_the_first_yes_moves_nothing_and_the_second_approves(row: Request, rosa: User, ravi: User) -> None:
    decide(row, rosa, Outcome.AGREED)
    row.refresh_from_db()
    assert (row.status, row.events.get().kind) == (State.REVIEW, EventKind.FIRST_YES)
    decide(row, ravi, Outcome.APPROVED)
    row.refresh_from_db()
    assert row.status == State.APPROVED


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.AGREED])
def test_nobody_is_both(row: Request, rosa: User, outcome: Outcome) -> None:
    decide(row, rosa, Outcome.AGREED)
    with pytest.raises(operations.SecondMustDecide):
        decide(row, rosa, outcome)


def test_a_first_yes_to_something_else_counts_no_more(row: Request, rosa: User, ravi: User) -> None:
    decide(row, rosa, Outcome.AGREED)
    answered.record(row, EventKind.WITHDRAWN)
    assert seconding.what_yes(row, ravi) == Outcome.AGREED


def test_one_is_enough_where_nobody_is_young_and_no_press_is_asked(rosa: User) -> None:
    plain = factories.request(status=State.REVIEW)
    assert seconding.what_yes(plain, rosa) == Outcome.APPROVED
    with pytest.raises(operations.SecondMustDecide):
        decide(plain, rosa, Outcome.AGREED)


def test_without_the_setting_one_is_enough(row: Request, rosa: User, settings: Any) -> None:
    settings.SECOND_REVIEWER = []
    assert decide(row, rosa, Outcome.APPROVED).outcome == Outcome.APPROVED
