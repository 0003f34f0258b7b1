"""The card: made once, renewed, revoked; stopped by the desk it stays stopped."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from consent.card import operations, queries
from consent.models import Card
from consent.states import State
from tests import factories
from tests.card import making
from tests.card.making import NOW

pytestmark = pytest.mark.django_db


def test_making_it_twice_is_once() -> None:
    row = making.approved()
    assert making.card(row) == making.card(row)
    assert Card.objects.count() == 1


def test_only_a_hash_of_the_token_is_stored_and_the_requester_is_shown_it_again() -> None:
    row = making.approved()
    token = making.token(row)
    assert len(token) == 43
    stored = Card.objects.values().get()
    assert token not in str(stored)
    assert making.token(row) == token
    found = queries.of_token(token, now=NOW)
    assert found is not None
    assert found.request == row


def test_the_database_alone_opens_no_card(settings: Any) -> None:
    row = making.approved()
    token = making.token(row)
    settings.SECRET_KEY = "another-key-of-at-least-fifty-characters-for-this-test"
    card = Card.objects.get()
    assert queries.token_from(card.salt) != token
    assert queries.token_of(card) == ""
    assert queries.of_token(token, now=NOW) == card


def test_an_earlier_secret_key_still_shows_the_card(settings: Any) -> None:
    row = making.approved()
    token = making.token(row)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-at-least-fifty-characters-for-this-test"
    assert queries.token_of(Card.objects.get()) == token


def test_a_lost_secret_key_asks_for_a_new_card(settings: Any) -> None:
    row = making.approved()
    before = making.token(row)
    settings.SECRET_KEY = "another-key-of-at-least-fifty-characters-for-this-test"
    after = making.token(row)
    assert queries.of_token(before, now=NOW) is None
    assert queries.of_token(after, now=NOW) is not None


def test_a_new_card_stops_the_one_before() -> None:
    row = making.approved()
    before = making.token(row)
    operations.renew(request_id=row.pk, by=row.requester, now=NOW)
    assert queries.of_token(before, now=NOW) is None
    assert queries.of_token(making.token(row), now=NOW) is not None


@pytest.mark.parametrize("status", [state for state in State if state != State.APPROVED])
def test_only_an_approved_request_has_a_card(status: State) -> None:
    row = factories.request(status=status)
    with pytest.raises(operations.NothingToRecord):
        making.card(row)


def test_existing_material_has_no_card() -> None:
    row = making.approved(origin="existing", starts_at=None, ends_at=None)
    with pytest.raises(operations.NothingToRecord):
        making.card(row)


def test_a_card_answers_until_thirty_days_after_the_recording(settings: Any) -> None:
    row = making.approved()
    token = making.token(row)
    last = making.END + timedelta(days=30)
    assert queries.of_token(token, now=last - making.SECOND) is not None
    assert queries.of_token(token, now=last) is None
    with pytest.raises(operations.NothingToRecord):
        operations.make(request_id=row.pk, by=row.requester, now=last)


def test_what_the_desk_stopped_the_requester_cannot_start_again() -> None:
    row, rosa = making.approved(), making.rosa()
    token = making.token(row)
    operations.revoke(request_id=row.pk, by=rosa, now=NOW)
    assert queries.of_token(token, now=NOW) is None
    for operation in (operations.make, operations.renew):
        with pytest.raises(operations.StoppedByDesk):
            operation(request_id=row.pk, by=row.requester, now=NOW)
    operations.renew(request_id=row.pk, by=rosa, now=NOW)
    assert queries.of_token(making.token(row), now=NOW) is not None
    assert Card.objects.count() == 2


def test_what_the_requester_stopped_the_requester_can_start_again() -> None:
    row = making.approved()
    token = making.token(row)
    operations.revoke(request_id=row.pk, by=row.requester, now=NOW)
    assert queries.of_token(token, now=NOW) is None
    assert making.token(row) != token


def test_there_is_nothing_to_stop_twice() -> None:
    row = making.approved()
    making.card(row)
    operations.revoke(request_id=row.pk, by=row.requester, now=NOW)
    with pytest.raises(operations.NoCard):
        operations.revoke(request_id=row.pk, by=row.requester, now=NOW)


def test_the_database_keeps_a_revoked_card_revoked() -> None:
    row = making.approved()
    card = making.card(row)
    operations.revoke(request_id=row.pk, by=row.requester, now=NOW)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(revoked_at=None, revoked_by=None)


def test_the_database_keeps_a_cards_address() -> None:
    card = making.card(making.approved())
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(token_hash="0" * 64)


def test_the_database_holds_one_working_card_a_request() -> None:
    card = making.card(making.approved())
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(
            request=card.request,
            salt="1" * 32,
            token_hash="1" * 64,
            made_by=card.made_by,
            made_at=NOW,
            expires_at=card.expires_at,
        )
