"""The shortest way to PostgreSQL: statements prepared on a connection, by libpq itself (``psycopg.pq``; decision 0015).

A cursor of psycopg does the same in some sixty calls, and hands the interpreter's lock to other threads several times.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg import errors, pq
from psycopg.adapt import PyFormat, Transformer

type Values = Sequence[Any] | Mapping[str, Any]
type Connection = psycopg.Connection[Any]

PLACE = re.compile(r"%(?:(%)|s|\((\w+)\)s)")
DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)
GONE = (errors.InvalidSqlStatementName, errors.FeatureNotSupported)
"""What PostgreSQL says where a prepared statement was deallocated, or its table was altered since."""

_numbers = count(1)
_known: WeakKeyDictionary[Connection, dict[str, "_Statement"]] = WeakKeyDictionary()


def rows(connection: Connection, statement: str, values: Values) -> list[tuple[Any, ...]]:
    """Return the rows that a statement finds, written as for psycopg. Only outside transactions. Raises psycopg's errors."""
    known = _known.get(connection)
    if known is None:
        known = _known[connection] = {}
    prepared = known.get(statement)
    if prepared is not None:
        try:
            return prepared.rows(connection, values)
        except GONE:
            pass  # it did not run: no transaction was open that could be lost
    prepared = known[statement] = _Statement(connection, statement)
    return prepared.rows(connection, values)


class _Statement:
    """A statement that a connection has prepared."""

    def __init__(self, connection: Connection, statement: str) -> None:
        """Prepare it. The database finds the type of each value by its place."""
        self.name = b"akkoord_%d" % next(_numbers)
        text, self.names = _numbered(statement)
        self.formats = [PyFormat.TEXT] * len(self.names)
        self.adapted = Transformer(connection.adapters)  # not the connection: it would never be forgotten
        _check(connection, connection.pgconn.prepare(self.name, text))

    def rows(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Run it. Nothing of what it found is kept."""
        if isinstance(values, Mapping):
            values = [values[name] for name in self.names]
        adapted = self.adapted
        dumped: Any = adapted.dump_sequence(values, self.formats)
        result = connection.pgconn.exec_prepared(self.name, dumped)
        _check(connection, result)
        adapted.set_pgresult(result)
        found = adapted.load_rows(0, result.ntuples, tuple)
        adapted.set_pgresult(None)
        return found


@lru_cache(maxsize=128)
def _numbered(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """Return it with PostgreSQL's places ($1, $2, …), and the name of the value at each. A value without a name has none."""
    names: list[str] = []

    def numbered(place: re.Match[str]) -> str:
        if place[1]:
            return "%"
        if place[2] is None or place[2] not in names:
            names.append(place[2] or "")
        return f"${names.index(place[2]) + 1 if place[2] else len(names)}"

    return PLACE.sub(numbered, statement).encode(), tuple(names)


def _check(connection: Connection, result: pq.abc.PGresult) -> None:
    if result.status in DONE:
        return
    if connection.pgconn.status == pq.ConnStatus.BAD:
        raise errors.OperationalError(result.get_error_message())
    raise errors.error_from_result(result)
