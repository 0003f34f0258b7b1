"""Who signs after a recording's start does not make it allowed: desk and requester are told what to do (G5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from consent.models import Request
from consent.states import State
from tests import answered, factories

pytestmark = pytest.mark.django_db
TO_DESK = "Not everybody signed before the start of the recording."
TO_REQUESTER = "The start of the recording has passed, and not everybody signed"


def asked(*, state: State, hours: int, **fields: Any) -> Request:
    """A request with a recording that starts in so many hours."""
    start = timezone.now() + timedelta(hours=hours)
    return factories.request(status=state, starts_at=start, ends_at=start + timedelta(hours=1), **fields)


def desk_reads(client: Client, row: Request) -> str:
    factories.log_in(client, factories.user("rosa@desk.example", role=Role.REVIEWER))
    client.cookies["language"] = "en"
    return client.get(f"/desk/requests/{row.number}/").text


def requester_reads(client: Client, row: Request) -> str:
    factories.log_in(client, row.requester)
    client.cookies["language"] = "en"
    return client.get(f"/requests/{row.number}/").text


@pytest.mark.parametrize("state", [State.COLLECTING, State.REVIEW])
def test_the_desk_is_told_that_somebody_signed_after_the_start(client: Client, state: State) -> None:
    row = asked(state=state, hours=-2)
    answered.granted(row, at=timezone.now() - timedelta(hours=1))
    assert TO_DESK in desk_reads(client, row)


def test_the_desk_is_not_told_so_where_everybody_signed_before_it(client: Client) -> None:
    row = asked(state=State.REVIEW, hours=-2)
    answered.granted(row, at=timezone.now() - timedelta(hours=3))
    answered.refused(row)
    assert TO_DESK not in desk_reads(client, row)


def test_the_desk_is_told_where_somebody_is_still_waited_for(client: Client) -> None:
    row = asked(state=State.COLLECTING, hours=-2)
    factories.signer(row)
    assert TO_DESK in desk_reads(client, row)


@pytest.mark.parametrize(("hours", "told"), [(-2, True), (2, False)])
def test_the_requester_is_told_once_the_start_has_passed(client: Client, hours: int, *, told: bool) -> None:
    row = asked(state=State.COLLECTING, hours=hours)
    factories.signer(row)
    assert (TO_REQUESTER in requester_reads(client, row)) is told


def test_what_exists_already_has_no_start_to_pass(client: Client) -> None:
    row = asked(state=State.COLLECTING, hours=-2, origin="existing")
    factories.signer(row)
    assert TO_REQUESTER not in requester_reads(client, row)
