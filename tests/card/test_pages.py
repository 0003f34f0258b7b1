"""The student's own card, and the desk's piece of it."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Role, User
from consent.card import operations, queries
from consent.models import Card
from consent.states import State
from tests import factories
from tests.card import making
from tests.card.making import DURING, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _during_the_recording() -> Any:
    with time_machine.travel(DURING, tick=False):
        yield


def browser(user: User, language: str = "en") -> Client:
    client = Client(headers={"Accept-Language": language})
    factories.log_in(client, user)
    return client


def test_my_request_leads_to_the_card_in_one_press() -> None:
    row = making.approved()
    sam = browser(row.requester)
    assert f'action="/requests/{row.number}/card/make/"' in sam.get(f"/requests/{row.number}/").content.decode()
    response = sam.post(f"/requests/{row.number}/card/make/")
    assert (response.status_code, response["Location"]) == (302, f"/requests/{row.number}/card/")
    page = sam.get(response["Location"]).content.decode()
    link = queries.address_of(queries.token_of(Card.objects.get()))
    assert link in page
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page or "<svg" in page.split('class="pass-paper"')[1][:200]
    assert "Allowed now" in page
    assert "the paper alone proves nothing" in page


@pytest.mark.parametrize("fields", [{"origin": "existing", "starts_at": None, "ends_at": None}, {}])
def test_what_cannot_be_recorded_has_no_card_on_its_page(fields: dict[str, Any]) -> None:
    row = making.approved(**fields) if fields else factories.request(status=State.COLLECTING)
    sam = browser(row.requester)
    assert "/card/" not in sam.get(f"/requests/{row.number}/").content.decode()
    assert "There is no permission card for this request" in sam.get(f"/requests/{row.number}/card/").content.decode()
    response = sam.post(f"/requests/{row.number}/card/make/", follow=True)
    assert "There is no permission card for this request" in response.content.decode()


def test_the_card_shows_nobody_who_is_in_the_recording() -> None:
    row = making.approved("Jan de Wit")
    making.card(row)
    page = browser(row.requester).get(f"/requests/{row.number}/card/").content.decode()
    assert "Jan" not in page
    assert making.SECRET not in page


def test_the_own_card_follows_the_recordings_day() -> None:
    row = making.approved()
    making.card(row)
    page = " ".join(browser(row.requester).get(f"/requests/{row.number}/card/").content.decode().split())
    assert "Monday 30 November 2026, 10:00 – 12:00" in page


def test_a_new_card_and_a_stopped_one() -> None:
    row = making.approved()
    before = making.token(row)
    sam = browser(row.requester)
    page = sam.post(f"/requests/{row.number}/card/renew/", follow=True).content.decode()
    assert "The one before no longer works." in page
    assert sam.get(f"/card/{before}/").status_code == 404
    page = sam.post(f"/requests/{row.number}/card/revoke/", follow=True).content.decode()
    assert "Make the card" in page
    again = sam.post(f"/requests/{row.number}/card/revoke/", follow=True).content.decode()
    assert "This card was stopped already." in again


def test_a_get_makes_no_card() -> None:
    row = making.approved()
    assert "Make the card" in browser(row.requester).get(f"/requests/{row.number}/card/").content.decode()
    assert not Card.objects.exists()


def test_the_desk_sees_the_card_and_stops_it() -> None:
    row, rosa = making.approved(), making.rosa()
    desk = browser(rosa)
    assert f'hx-get="/desk/requests/{row.number}/card/"' in desk.get(f"/desk/requests/{row.number}/").content.decode()
    panel = f"/desk/requests/{row.number}/card/"
    assert "The requester has not opened a card yet." in desk.get(panel).content.decode()
    token = making.token(row)
    assert "Made by Sam" in desk.get(panel, headers={"HX-Request": "true"}).content.decode()
    page = desk.post(f"{panel}revoke/", follow=True).content.decode()
    assert "The permission card is stopped." in page
    assert Client().get(f"/card/{token}/").status_code == 404
    assert "Stopped by Rosa" in desk.get(panel).content.decode()
    own = browser(row.requester)
    assert "The desk stopped your permission card." in own.get(f"/requests/{row.number}/card/").content.decode()
    assert "The desk stopped" in own.post(f"/requests/{row.number}/card/make/", follow=True).content.decode()
    assert "There is a new permission card." in desk.post(f"{panel}renew/", follow=True).content.decode()
    assert "Allowed now" in own.get(f"/requests/{row.number}/card/").content.decode()


def test_a_part_of_the_desks_screen_is_no_whole_page() -> None:
    row, rosa = making.approved(), making.rosa()
    part = browser(rosa).get(f"/desk/requests/{row.number}/card/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "<html" in browser(rosa).get(f"/desk/requests/{row.number}/card/").content.decode()


def test_there_is_nothing_to_stop_where_there_is_no_card() -> None:
    row, rosa = making.approved(), making.rosa()
    page = browser(rosa).post(f"/desk/requests/{row.number}/card/revoke/", follow=True).content.decode()
    assert "This card was stopped already." in page


def test_an_expired_card_is_named_so_at_the_desk() -> None:
    row, rosa = making.approved(), making.rosa()
    making.card(row)
    with time_machine.travel(making.END.replace(year=2027), tick=False):
        assert "expired" in browser(rosa).get(f"/desk/requests/{row.number}/card/").content.decode()


def test_a_desk_member_gets_no_card_back_that_a_colleague_stopped() -> None:
    own, rosa = making.rosa(), factories.user("ada@desk.example", role=Role.ADMINISTRATOR)
    row = making.approved(requester=own)
    making.card(row)
    operations.revoke(request_id=row.pk, by=rosa, now=NOW)
    browser(own).post(f"/desk/requests/{row.number}/card/renew/")
    assert not Card.objects.filter(revoked_at=None).exists()
