"""A connection that the pool lends again is as one that Django connects."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connections
from django.db.backends.postgresql.base import DatabaseWrapper as DjangosOwn
from django.db.backends.signals import connection_created

from config.pooled.base import KEPT_SECONDS, DatabaseWrapper, _room

pytestmark = pytest.mark.django_db(transaction=True)
OF_ITS_OWN = {"connection", "close_at", "connected", "kept"}


@pytest.fixture
def wrapper() -> Iterator[DatabaseWrapper]:
    """A connection of a thread that keeps no other, which was lent once."""
    connections["default"].close()
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


def test_a_thread_keeps_what_it_borrowed_from_page_to_page_for_a_minute(
    wrapper: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapper.close()
    wrapper.connect()
    lent = wrapper.connection
    wrapper.close_if_unusable_or_obsolete()
    assert wrapper.connection is lent
    later = time.monotonic() + KEPT_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    wrapper.close_if_unusable_or_obsolete()
    assert wrapper.connection is None


def test_a_kept_connection_that_is_dead_is_not_used_again(wrapper: DatabaseWrapper) -> None:
    wrapper.close()
    wrapper.connect()
    wrapper.connection.close()
    with pytest.raises(DatabaseError), wrapper.cursor() as cursor:
        cursor.execute("SELECT 1")
    wrapper.close_if_unusable_or_obsolete()
    assert wrapper.connection is None
    wrapper.connect()
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def borrowing(pages: int) -> Any:
    """What a thread has borrowed after so many pages, when it ends."""
    made = connections["default"]
    for _ in range(pages):
        made.ensure_connection()
        made.close_if_unusable_or_obsolete()
    return made.connection


def test_a_thread_that_ends_gives_back_what_it_kept(wrapper: DatabaseWrapper) -> None:
    pool: Any = wrapper.pool
    room = _room(pool.max_size)._value
    for _ in range(2 * pool.max_size):  # more than the pool could lend if they kept theirs
        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(borrowing, 3).result() is not None
    assert _room(pool.max_size)._value == room


def test_half_of_the_pool_is_for_who_comes_later(wrapper: DatabaseWrapper) -> None:
    pool: Any = wrapper.pool
    everybody = Barrier(pool.max_size)

    def keep() -> bool:
        borrowing(1)
        everybody.wait(10)
        kept = borrowing(1) is not None
        everybody.wait(10)
        return kept

    wrapper.close()
    connections["default"].close()
    with ThreadPoolExecutor(pool.max_size) as threads:
        kept = [thread.result() for thread in [threads.submit(keep) for _ in range(pool.max_size)]]
    assert 0 < sum(kept) <= pool.max_size // 2
