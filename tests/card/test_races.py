"""Two at once: one card, and what is stopped while it is renewed leaves one that works or none. Real threads."""

from functools import partial

import pytest

from consent.card import operations
from consent.models import Card
from tests.card import making
from tests.card.making import NOW
from tests.concurrency.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_four_presses_at_once_make_one_card() -> None:
    row = making.approved()
    press = partial(operations.make, request_id=row.pk, by=row.requester, now=NOW)
    cards = at_once([press] * 4)
    assert cards == [Card.objects.get()] * 4


def test_renewing_four_times_at_once_leaves_one_that_works() -> None:
    row = making.approved()
    making.card(row)
    at_once([partial(operations.renew, request_id=row.pk, by=row.requester, now=NOW)] * 4)
    assert Card.objects.count() == 5
    assert Card.objects.filter(revoked_at=None).count() == 1


def test_when_the_desk_stops_it_while_the_requester_renews_it_the_desk_wins() -> None:
    row, rosa = making.approved(), making.rosa()
    making.card(row)
    renew = partial(operations.renew, request_id=row.pk, by=row.requester, now=NOW)
    at_once([partial(operations.revoke, request_id=row.pk, by=rosa, now=NOW), renew])
    assert not Card.objects.filter(revoked_at=None).exists()
