"""The history under writers that work at once, with real transactions: one chain, no deadlock, nobody lost."""

import random

import pytest
from django.db import connection, transaction

from consent import audit, lifecycle
from consent.models import Event, Request, Signer, Subject
from consent.states import EventKind, SignerStatus, State
from tests import factories
from tests.concurrency.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW


@pytest.fixture(autouse=True)
def starting_data(starting_data):
    """The data that a new installation starts with; transactional tests empty every table."""


def test_the_chain_stays_one_chain_under_eight_writers() -> None:
    rows = [factories.request(factories.user(f"{name}@student.example"), status=State.COLLECTING) for name in "abcd"]
    order = [(rows[number % 4].pk, number) for number in range(80)]
    random.Random(5).shuffle(order)

    def write(mine: list[tuple[int, int]]):
        def run() -> int:
            for request_id, number in mine:
                with transaction.atomic():
                    row = lifecycle.lock(request_id)
                    lifecycle.record(row, kind=EventKind.INVITED, by=f"user:{number}", at=NOW, facts={"number": number})
            return len(mine)

        return run

    assert at_once([write(order[part::8]) for part in range(8)]) == [10] * 8
    assert sorted(Event.objects.values_list("position", flat=True)) == list(range(1, 81))
    assert audit.verify_chain() is None


def test_of_ten_who_decide_at_once_one_wins_and_nine_are_told() -> None:
    row = factories.request(status=State.REVIEW)

    def decide(number: int):
        def run() -> str:
            seen = Request.objects.get(pk=row.pk)
            to = State.APPROVED if number % 2 else State.REJECTED
            with transaction.atomic():
                lifecycle.advance(seen, to=to, by=f"user:{number}", at=NOW)
            return to

        return run

    results = at_once([decide(number) for number in range(10)])
    winners = [result for result in results if isinstance(result, str)]
    losers = [type(result) for result in results if not isinstance(result, str)]
    assert len(winners) == 1
    assert set(losers) <= {lifecycle.SomebodyWasFaster, lifecycle.MoveNotAllowed}
    row.refresh_from_db()
    assert row.status == winners[0]
    assert Event.objects.count() == 1
    assert audit.verify_chain() is None


def test_of_ten_who_lock_with_what_they_saw_one_wins() -> None:
    row = factories.request(status=State.REVIEW)

    def decide() -> str:
        with transaction.atomic():
            locked = lifecycle.lock(row.pk, seen=State.REVIEW)
            lifecycle.advance(locked, to=State.APPROVED, by="user:1", at=NOW)
        return "won"

    results = at_once([decide] * 10)
    assert [result for result in results if isinstance(result, str)] == ["won"]
    assert [type(result) for result in results if result != "won"] == [lifecycle.SomebodyWasFaster] * 9


def test_the_last_two_signers_at_once_bring_the_request_to_review_once() -> None:
    row = factories.request(status=State.COLLECTING)
    signers = [factories.signer(row, name) for name in "abcdef"]

    def sign(signer: Signer):
        def run() -> str:
            with transaction.atomic():
                request = lifecycle.lock(row.pk)
                fresh = Signer.objects.get(pk=signer.pk)
                lifecycle.move_signer(fresh, to=SignerStatus.SIGNED)
                subject = Subject.objects.get(pk=signer.subject_id)
                lifecycle.settle(request, subject, by=f"signer:{signer.pk}", at=NOW)
            return "signed"

        return run

    assert at_once([sign(signer) for signer in signers]) == ["signed"] * 6
    row.refresh_from_db()
    assert row.status == State.REVIEW
    assert [event.kind for event in Event.objects.all()] == [EventKind.ALL_ANSWERED]


def test_the_chain_can_be_verified_while_others_write() -> None:
    row = factories.request(status=State.COLLECTING)

    def write() -> None:
        for _ in range(15):
            with transaction.atomic():
                lifecycle.record(lifecycle.lock(row.pk), kind=EventKind.INVITED, by="user:1", at=NOW)

    def verify() -> list[object]:
        return [audit.verify_chain() for _ in range(10)]

    assert at_once([write, write, verify, verify]) == [None, None, [None] * 10, [None] * 10]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM consent_event")
        assert cursor.fetchone() == (30,)
