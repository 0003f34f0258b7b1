"""What a row of the queue says, read by a statement that is put together once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Role
from consent.models import Request
from consent.models.desk import Assignment
from consent.review.shown import Shown, shown
from consent.states import State, SubjectStatus
from tests import factories
from tests.review import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Request:
    return factories.request(factories.user(name="Sam Visser"), status=State.CLOSED, title="On the ward")


def test_it_says_what_stands_in_the_request_now(row: Request) -> None:
    (before,) = shown([row.pk])
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER, name="Rosa")
    Assignment.objects.create(request=row, to=rosa, at=timezone.now())
    Request.objects.filter(pk=row.pk).update(title="In the garden", clinical_area=not row.clinical_area)
    (after,) = shown([row.pk])
    assert (before.title, before.requester, before.given_to) == ("On the ward", "Sam Visser", None)
    assert (after.title, after.given_to, after.number) == ("In the garden", "Rosa", row.number)
    assert ("clinical_area" in carried(before)) != ("clinical_area" in carried(after))


def carried(one: Shown) -> set[str]:
    return {flag.key for flag in one.flags}


def test_who_is_left_out_counts_no_more(row: Request) -> None:
    for status in SubjectStatus:
        row.subjects.create(name=status.value, kind="student", status=status)
    (one,) = shown([row.pk])
    assert one.people == len(SubjectStatus) - 1
    assert one.answered == len(SubjectStatus) - 2


def test_a_day_later_a_take_down_is_overdue(row: Request, time_machine: Any) -> None:
    making.ask_take_down(row, due_on=timezone.localdate())
    assert [(one.to_take_down, one.take_down_late) for one in shown([row.pk])] == [(True, False)]
    time_machine.move_to(timezone.now() + timedelta(days=1), tick=False)
    assert [(one.to_take_down, one.take_down_late) for one in shown([row.pk])] == [(True, True)]


def test_rows_stand_as_they_were_asked_for(row: Request, django_assert_num_queries: Any) -> None:
    other = factories.request(row.requester, title="Other")
    with django_assert_num_queries(2):
        assert [one.pk for one in shown([row.pk, other.pk])] == [row.pk, other.pk]
        assert [one.pk for one in shown([other.pk, row.pk, 0])] == [other.pk, row.pk]
