"""The queue shows of which requests something must be taken down, and where that is overdue."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consent.models import Request, TakeDown
from consent.states import State
from tests import factories
from tests.review import making

pytestmark = pytest.mark.django_db


def published(number: str, *, days: int) -> Request:
    """A closed request with a take-down that is due in so many days."""
    row = factories.request(factories.user(f"{number}@student.example"), status=State.CLOSED, title=f"Request {number}")
    making.ask_take_down(row, due_on=timezone.localdate() + timedelta(days=days))
    return row


def test_open_and_overdue_take_downs_are_filters_with_their_numbers(desk: Client) -> None:
    soon, late = published("soon", days=1), published("late", days=-1)
    factories.request(factories.user("none@student.example"), status=State.CLOSED)
    chips = {chip.label: chip for chip in desk.get("/desk/").context["chips"].work}
    found = {
        label: {row.request.pk for row in desk.get(chips[label].url).context["rows"]}
        for label in ("To take down", "Take-down overdue")
    }
    assert found == {"To take down": {soon.pk, late.pk}, "Take-down overdue": {late.pk}}
    assert [chips[label].count for label in found] == ["2", "1"]


def test_what_is_confirmed_shows_no_more(desk: Client) -> None:
    row = published("late", days=-1)
    TakeDown.objects.update(confirmed_at=timezone.now(), gone="removed", gone_on=timezone.localdate())
    assert row.pk not in {one.request.pk for one in desk.get("/desk/?gone=open&state=all").context["rows"]}


def test_a_row_says_that_its_take_down_is_overdue(desk: Client) -> None:
    published("late", days=-1)
    assert "take-down overdue" in desk.get("/desk/?gone=late&state=all").text
