"""The connection of a thread, lent by the pool at each page and given back after it.

Django takes every step of a first connection each time. From the second time on in a thread, only what can differ is done.
"""

import time
from typing import Any, override

from django.db.backends.postgresql import base
from django.db.backends.signals import connection_created
from django.utils.asyncio import async_unsafe


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but for ``connect``."""

    connected = False

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
        self.close_at = time.monotonic()  # a pool lends for one page
        self.connection = pool.getconn()
        self.autocommit = self.settings_dict["AUTOCOMMIT"]
        if self.connection.autocommit != self.autocommit:
            self.set_autocommit(self.autocommit)
        connection_created.send(sender=self.__class__, connection=self)
        self.run_on_commit: list[Any] = []
