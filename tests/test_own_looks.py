"""A signer's look at their own form: a line for each, before the page is shown, many in one statement (NEN 7513)."""

from collections.abc import Iterator
from functools import partial
from threading import Event
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import statements
from consent import own_looks, proof
from consent.models import Access, Request, Signer
from tests.concurrency.races import at_once
from tests.signing import making

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "192.0.2.7"


def look(who: Signer, request: Request | None = None, address: str = ADDRESS) -> None:
    own_looks.log(signer=who.pk, request=request or who.subject.request, at=making.NOW, address=address)


def test_only_the_line_of_an_own_look_does_not_wait_for_the_disk() -> None:
    who = making.signer()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on")  # the tests' own PostgreSQL never waits
    look(who)
    line = Access.objects.get()
    assert (line.actor, line.action, line.request_id, line.address, line.at) == (
        f"signer:{who.pk}", "viewed", who.subject.request_id, ADDRESS, making.NOW,
    )  # fmt: skip
    assert statements.rows("SHOW synchronous_commit") == [("on",)]


def test_inside_a_transaction_all_of_it_waits_for_the_disk() -> None:
    who = making.signer()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")
        look(who)
        assert statements.rows("SHOW synchronous_commit") == [("on",)]
    assert Access.objects.get().actor == f"signer:{who.pk}"


def test_an_address_that_is_not_known_is_none() -> None:
    look(making.signer(), address="")
    assert Access.objects.get().address is None


@pytest.fixture
def batches() -> Iterator[list[int]]:
    """How many lines each statement writes. The first one waits until three others wait for it."""
    sizes: list[int] = []
    write, others = own_looks._write, Event()

    def noted(lines: list[own_looks.Line]) -> None:
        sizes.append(len(lines))
        if len(sizes) == 1:
            while len(own_looks._TOGETHER.waiting) < 3:
                others.wait(0.01)
        write(lines)

    with patch.object(own_looks, "_write", noted):
        yield sizes


def test_lines_that_come_meanwhile_are_written_together(batches: list[int]) -> None:
    row = making.collecting()
    signers = [making.signer(row, f"Signer {number}") for number in range(4)]
    assert at_once([partial(look, who) for who in signers]) == [None] * 4
    assert batches == [1, 3]
    assert set(Access.objects.values_list("actor", flat=True)) == {f"signer:{who.pk}" for who in signers}
    assert proof.lies() == []


def test_a_line_that_cannot_be_written_stops_its_own_page_alone(batches: list[int]) -> None:
    row = making.collecting()
    signers = [making.signer(row, f"Signer {number}") for number in range(4)]
    calls = [partial(look, who) for who in signers[:3]] + [partial(look, signers[3], Request(pk=999_999))]
    failed = [type(said) for said in at_once(calls) if said is not None]
    assert failed == [IntegrityError]
    assert set(Access.objects.values_list("actor", flat=True)) == {f"signer:{who.pk}" for who in signers[:3]}
    assert proof.lies() == []
