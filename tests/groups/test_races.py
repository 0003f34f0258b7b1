"""A whole class at once. Real threads, real transactions: each person once, never more than there are places."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from consent import audit
from consent.groups import operations
from consent.models import Enrolled, Event, Request, Subject
from consent.states import EventKind, State
from consent.wording import seed
from tests.concurrency.races import SECONDS, at_once
from tests.groups.making import NOW, enrol, opened
from tests.signing import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _starting_data(transactional_db: None) -> None:
    """Transactional tests empty every table: load what a new installation starts with."""
    seed.load(apps, now=timezone.now())


def outcomes(said: list[Any]) -> Counter[str]:
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in said)


def at_many(calls: list[Any]) -> list[Any]:
    """Start all calls at one moment, more than there are connections: they queue for one, as a class does."""
    connection.close()
    barrier = Barrier(len(calls))

    def run(call: Any) -> Any:
        try:
            barrier.wait(SECONDS)
            return call()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_25_enrol_at_once_and_two_tap_twice() -> None:
    enrolment = opened(places=25)
    taps = [*range(25), 3, 17]
    said = at_many([partial(enrol, enrolment, index) for index in taps])
    assert outcomes(said) == Counter(done=27)
    assert Subject.objects.count() == Enrolled.objects.count() == 25
    assert len({one.pk for one in said}) == 25
    assert Event.objects.filter(kind=EventKind.ENROLLED).count() == 25
    assert audit.verify_chain() is None


def test_30_want_25_places_and_one_of_those_inside_taps_twice() -> None:
    enrolment = opened(places=25)
    first = enrol(enrolment, 0)
    said = at_many([partial(enrol, enrolment, index) for index in [0, *range(1, 30)]])
    assert outcomes(said) == Counter(done=25, Full=5)
    assert said[0].pk == first.pk
    assert Subject.objects.count() == 25


def test_closing_while_others_enrol_loses_nobody_and_lets_nobody_in_after_it() -> None:
    row = making.collecting()
    enrolment = opened(row, places=25)
    close = partial(operations.close, enrolment_id=enrolment.pk, by=row.requester, now=NOW)
    tries = [partial(enrol, enrolment, index) for index in range(8)]
    said = at_once([*tries[:4], close, *tries[4:]])
    inside = outcomes(said)["done"] - 1
    assert outcomes(said) == Counter(done=inside + 1) + Counter(NotOpen=8 - inside)
    assert Subject.objects.count() == inside
    kinds = list(Event.objects.order_by("position").values_list("kind", flat=True))
    assert EventKind.ENROLLED not in kinds[kinds.index(EventKind.ENROLMENT_CLOSED) :]
    assert Request.objects.get().status == State.COLLECTING


def test_the_last_answer_and_the_closing_at_once_send_the_request_on_once() -> None:
    row = making.collecting()
    who = making.signer(row)
    enrolment = opened(row)
    close = partial(operations.close, enrolment_id=enrolment.pk, by=row.requester, now=NOW)
    assert outcomes(at_once([close, partial(making.sign, who)])) == Counter(done=2)
    assert Request.objects.get().status == State.REVIEW
    assert Event.objects.filter(kind=EventKind.ALL_ANSWERED).count() == 1


def test_closed_by_hand_and_by_the_clock_at_once_is_closed_once() -> None:
    row = making.collecting()
    enrolment = opened(row)
    end = enrolment.ends_at
    by_hand = partial(operations.close, enrolment_id=enrolment.pk, by=row.requester, now=end)
    by_clock = partial(operations.close, enrolment_id=enrolment.pk, by=None, now=end)
    assert outcomes(at_once([by_hand, by_clock])) == Counter(done=1, NotOpen=1)
    assert Event.objects.filter(kind=EventKind.ENROLMENT_CLOSED).count() == 1


def test_opened_twice_at_once_is_open_once() -> None:
    row = making.collecting()
    assert outcomes(at_once([partial(opened, row)] * 4)) == Counter(done=1, OpenAlready=3)
