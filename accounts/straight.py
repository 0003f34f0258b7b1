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

MOST = 100
"""Statements that a connection has prepared, as many as psycopg keeps."""

_numbers = count(1)
_known: WeakKeyDictionary[Connection, "_Prepared"] = WeakKeyDictionary()


def rows(connection: Connection, statement: str, values: Values) -> list[tuple[Any, ...]]:
    """Return the rows that a statement finds, written as for psycopg. Only outside transactions. Raises psycopg's errors."""
    prepared = _known.get(connection)
    if prepared is None:
        prepared = _known[connection] = _Prepared(connection)
    try:
        return prepared.rows(connection, statement, values)
    except GONE:  # it did not run: no transaction was open that could be lost
        prepared = _known[connection] = _Prepared(connection)
        return prepared.rows(connection, statement, values)


class _Prepared:
    """What a connection has prepared: names of statements, by their text and the types of their values."""

    def __init__(self, connection: Connection) -> None:
        """Keep no connection: it would never be forgotten."""
        self.adapted = Transformer(connection.adapters)
        self.names: dict[tuple[str, tuple[int, ...] | None], bytes] = {}

    def rows(self, connection: Connection, statement: str, values: Values) -> list[tuple[Any, ...]]:
        """Run a statement. Nothing of what it found is kept."""
        text, places = _numbered(statement)
        if isinstance(values, Mapping):
            values = [values[place] for place in places]
        adapted = self.adapted
        dumped: Any = adapted.dump_sequence(values, [PyFormat.TEXT] * len(values))
        name = self.names.get((statement, adapted.types)) or self._named(connection, statement, text)
        result = connection.pgconn.exec_prepared(name, dumped)
        _check(connection, result)
        adapted.set_pgresult(result)
        found = adapted.load_rows(0, result.ntuples, tuple)
        adapted.set_pgresult(None)
        return found

    def _named(self, connection: Connection, statement: str, text: bytes) -> bytes:
        if len(self.names) >= MOST:
            oldest = self.names.pop(next(iter(self.names)))
            _check(connection, connection.pgconn.exec_(b"DEALLOCATE " + oldest))
        name, types = b"akkoord_%d" % next(_numbers), self.adapted.types
        _check(connection, connection.pgconn.prepare(name, text, types))
        self.names[statement, types] = name
        return name


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
