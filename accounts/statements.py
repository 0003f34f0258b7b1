"""Plain statements that PostgreSQL plans once on each connection: for what stands before nearly every page (decision 0008).

Django binds values in the client, so each of its statements is read and planned anew: for one that joins seven tables that
takes ten times as long as running it.
"""

from typing import Any, Self, override

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from accounts import straight

type Values = straight.Values


class Prepared(psycopg.Cursor[Any]):
    """Binds values in the server, and asks it to keep the plan (settings: ``prepare_threshold``)."""

    @override
    def execute(self, query: Any, params: Values | None = None, **_: Any) -> Self:
        """Run one statement."""
        return super().execute(query, params, prepare=True)


def cursor() -> Any:
    """Return Django's cursor around one of ours, so that its errors, its log and its wrappers are as everywhere."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None:
        database.ensure_connection()
    bound: Any = Prepared(database.connection)
    return database.make_debug_cursor(bound) if database.queries_logged else database.make_cursor(bound)


def rows(statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """Return the rows that a statement finds, or none where it finds nothing, as an INSERT does.

    Outside a transaction, where nobody counts or stops statements, it goes the shortest way (``accounts.straight``).
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None:
        database.ensure_connection()
    if not (database.in_atomic_block or database.execute_wrappers or database.queries_logged) and database.autocommit:
        with database.wrap_database_errors:
            return straight.rows(database.connection, statement, values)
    with cursor() as made:
        made.execute(statement, values)
        found: list[tuple[Any, ...]] = made.fetchall() if made.description else []
    return found


def row(statement: str, values: Values = ()) -> tuple[Any, ...] | None:
    """Return the one row that a statement finds, if it finds one."""
    found = rows(statement, values)
    return found[0] if found else None
