"""A connection that the pool lends again is as one that Django connects."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as DjangosOwn
from django.db.backends.signals import connection_created

from config.pooled.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)
OF_ITS_OWN = {"connection", "close_at", "connected"}


@pytest.fixture
def wrapper() -> Iterator[DatabaseWrapper]:
    """The connection of another thread, which was lent once."""
    made = connections.create_connection("default")
    assert isinstance(made, DatabaseWrapper)
    made.connect()
    yield made
    made.close()


def state(wrapper: DatabaseWrapper) -> dict[str, Any]:
    return {name: value for name, value in vars(wrapper).items() if name not in OF_ITS_OWN}


def test_it_begins_as_django_lets_it_begin_whatever_was_left(wrapper: DatabaseWrapper) -> None:
    left = {
        "in_atomic_block": True, "needs_rollback": True, "closed_in_transaction": True, "errors_occurred": True,
        "savepoint_ids": ["s1"], "atomic_blocks": ["one"], "health_check_done": False, "autocommit": False,
        "run_on_commit": ["left"],
    }  # fmt: skip
    wrapper.close()
    vars(wrapper).update(left)
    DjangosOwn.connect(wrapper)
    usual = state(wrapper)
    wrapper.close()
    vars(wrapper).update(left)
    wrapper.connect()
    assert state(wrapper) == usual
    assert wrapper.close_at is not None


def test_a_connection_that_was_left_in_a_transaction_writes_at_once_again(wrapper: DatabaseWrapper) -> None:
    wrapper.set_autocommit(False)
    lent = wrapper.connection
    wrapper.close()
    while wrapper.connection is not lent:
        wrapper.close()
        wrapper.connect()
    assert wrapper.connection.autocommit
    assert wrapper.get_autocommit()


def test_whoever_wants_to_know_of_a_connection_is_told(wrapper: DatabaseWrapper) -> None:
    told: list[object] = []

    def note(connection: object, **_: object) -> None:
        told.append(connection)

    wrapper.close()
    connection_created.connect(note)
    wrapper.connect()
    connection_created.disconnect(note)
    assert told == [wrapper]


def test_a_pool_that_was_closed_is_opened_anew(wrapper: DatabaseWrapper) -> None:
    wrapper.close()
    wrapper.close_pool()
    wrapper.connect()
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
