"""Desk and requester are told that a newer consent form was published than the one that a request keeps."""

import pytest
from django.test import Client

from accounts.models import Role
from consent.states import State
from tests import factories
from tests.wording import making

pytestmark = pytest.mark.django_db

KEEPS = "This request keeps version 1 of the consent form"


@pytest.fixture
def seen():
    """Return what the desk and the requester read on their page of a request in some state."""
    sam, rosa = factories.user("sam@student.example"), factories.user("rosa@desk.example", role=Role.REVIEWER)

    def read(state: State) -> list[str]:
        row = factories.request(sam, status=state)
        pages = []
        for user, path in ((rosa, f"/desk/requests/{row.number}/"), (sam, f"/requests/{row.number}/")):
            client = Client(headers={"Accept-Language": "en"})
            factories.log_in(client, user)
            pages.append(client.get(path).content.decode())
        return pages

    return read


def test_nothing_is_said_while_the_requests_form_is_the_newest(seen):
    assert [KEEPS in page for page in seen(State.COLLECTING)] == [False, False]


@pytest.mark.parametrize("state", [State.INTAKE, State.COLLECTING, State.REVIEW])
def test_both_are_told_what_a_newer_form_means(seen, state):
    making.publish()
    desk, requester = seen(state)
    assert KEEPS in desk
    assert "Then send the request back." in desk
    assert KEEPS in requester
    assert "You need not do anything" in requester


def test_a_returned_request_says_that_it_takes_the_newer_form(seen):
    making.publish()
    assert ["When the request is submitted again it takes version 2" in page for page in seen(State.RETURNED)] == [
        True
    ] * 2


@pytest.mark.parametrize("state", [State.APPROVED, State.CLOSED, State.REJECTED])
def test_nothing_is_said_once_the_request_is_decided(seen, state):
    making.publish()
    assert [KEEPS in page for page in seen(state)] == [False, False]
