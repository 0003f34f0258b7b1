"""The connection of a thread: lent by the pool, kept for a minute of pages, and given back then or when the thread ends.

Django lends and gives back at each page, and takes every step of a first connection each time. From the second time on in a
thread, only what can differ is done.
"""

import time
from functools import cache
from threading import Semaphore, local
from typing import Any, override
from weakref import ReferenceType, ref

from django.db.backends.postgresql import base
from django.db.backends.signals import connection_created
from django.utils.asyncio import async_unsafe

KEPT_SECONDS = 60
"""How long a thread keeps what it borrowed. Django asks at the beginning and the end of each page whether it is over."""


@cache
def _room(most: int) -> Semaphore:
    """Return how many more connections of a pool may be kept: half of it stays for threads that come later."""
    return Semaphore(most // 2)


class _Kept:
    """A connection that a thread keeps between pages. Only the thread's own memory holds on to this, and ends with it."""

    def __init__(self, connection: Any, room: Semaphore) -> None:
        self.connection, self.room = connection, room

    def forget(self) -> None:
        """Let somebody else give it back."""
        self.connection = None
        self.room.release()

    def __del__(self) -> None:
        """Give it back: the thread ended."""
        connection = self.connection
        if connection is not None:
            self.forget()
            connection._pool.putconn(connection)  # noqa: SLF001 -- as Django gives it back


_of_thread = local()


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but for how a connection is borrowed, and for how long."""

    connected = False
    kept: ReferenceType[_Kept] | None = None

    @override
    @async_unsafe
    def connect(self) -> None:
        """Borrow a connection. Assumes that none is borrowed. Raises what the pool says where there is none."""
        pool: Any = self.pool
        if not self.connected or pool is None or pool.closed:
            super().connect()
            self.connected = True
            return
        self.in_atomic_block = self.needs_rollback = self.closed_in_transaction = self.errors_occurred = False
        self.savepoint_ids: list[str] = []
        self.atomic_blocks: list[Any] = []
        self.health_check_done = True
        self.connection = pool.getconn()
        self.close_at = time.monotonic() + (KEPT_SECONDS if self._keeps(pool) else 0)
        self.autocommit = self.settings_dict["AUTOCOMMIT"]
        if self.connection.autocommit != self.autocommit:
            self.set_autocommit(self.autocommit)
        connection_created.send(sender=self.__class__, connection=self)
        self.run_on_commit: list[Any] = []

    def _keeps(self, pool: Any) -> bool:
        """Keep what was borrowed, where there is room for it and the thread keeps nothing else."""
        room, before = _room(pool.max_size), getattr(_of_thread, "kept", None)
        if (before is not None and before.connection is not None) or not room.acquire(blocking=False):
            return False
        _of_thread.kept = kept = _Kept(self.connection, room)
        self.kept = ref(kept)
        return True

    def _close(self) -> None:
        kept = self.kept() if self.kept is not None else None
        if kept is not None:
            kept.forget()
        self.kept = None
        super()._close()  # type: ignore[misc]  # Django's own, which the stubs leave out
