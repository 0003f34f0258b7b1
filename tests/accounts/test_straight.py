"""The shortest way to PostgreSQL gives what a cursor gives, and forgets nothing that a cursor would mind."""

import gc
import weakref
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from psycopg import InterfaceError

from accounts import statements, straight

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC)
VALUES = (
    "SELECT %s::text, %s::bigint, %s::bool, %s::timestamptz, %s::date, %s::int[], %s::inet, %s::int, '100%%'::text,"
    " '{\"a\": 1}'::jsonb, '[2]'::json, ARRAY['x', NULL]"
)
GIVEN = ["é'\\", 2**40, True, AT, date(2026, 2, 28), [1, 2], "192.0.2.7", None]


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each statement that goes the shortest way."""
    went: list[str] = []
    real = straight.rows

    def noted(on: Any, statement: str, values: straight.Values) -> list[tuple[Any, ...]]:
        went.append(statement)
        return real(on, statement, values)

    monkeypatch.setattr(straight, "rows", noted)
    return went


def test_every_kind_of_value_is_as_from_a_cursor(ways: list[str]) -> None:
    short = statements.rows(VALUES, GIVEN)
    with transaction.atomic():
        usual = statements.rows(VALUES, GIVEN)
    assert ways == [VALUES]
    assert short == usual
    assert [type(value) for value in short[0]] == [type(value) for value in usual[0]]
    assert short[0][3] == AT


def test_a_name_can_stand_twice() -> None:
    statement = "SELECT %(b)s::int, %(a)s::int, %(b)s::int"
    assert statements.rows(statement, {"a": 1, "b": 2}) == [(2, 1, 2)]


def test_what_finds_nothing_finds_no_rows(ways: list[str]) -> None:
    assert statements.rows("DELETE FROM accounts_user WHERE id = %s", [0]) == []
    with transaction.atomic():
        assert statements.rows("DELETE FROM accounts_user WHERE id = %s", [0]) == []
    assert len(ways) == 1


def test_values_of_every_size_and_none_find_their_place() -> None:
    for number in (7, 70_000, 2**40, None, 8):
        assert statements.rows("SELECT 'sizes', %s::bigint", [number]) == [("sizes", number)]
    found = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"
    assert statements.rows(found, ["SELECT 'sizes'%"]) == [(4,)]


def test_a_connection_prepares_so_many_statements_and_no_more() -> None:
    for number in range(straight.MOST + 5):
        assert statements.rows(f"SELECT 'many', {number}") == [("many", number)]
    assert statements.rows("SELECT 'many', 0") == [("many", 0)]
    ((kept,),) = statements.rows("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'akkoord%'")
    assert kept <= straight.MOST + 1


def test_inside_a_transaction_a_statement_is_part_of_it(ways: list[str]) -> None:
    with transaction.atomic():
        statements.rows("INSERT INTO auth_group (name) VALUES (%s)", ["gone again"])
        transaction.set_rollback(True)
    assert ways == []
    assert statements.rows("SELECT 1 FROM auth_group WHERE name = %s", ["gone again"]) == []


def test_mistakes_are_djangos_and_the_connection_goes_on() -> None:
    insert = "INSERT INTO auth_group (id, name) VALUES (%s, %s)"
    statements.rows(insert, [1, "one"])
    with pytest.raises(IntegrityError) as failed:
        statements.rows(insert, [1, "two"])
    assert failed.value.__cause__.diag.constraint_name == "auth_group_pkey"  # type: ignore[union-attr]
    with pytest.raises(DataError):
        statements.rows("SELECT %s::text", ["a\0b"])
    with pytest.raises(DataError):
        statements.rows("SELECT %s::date", ["no day"])
    assert statements.rows("SELECT 1") == [(1,)]


@pytest.mark.parametrize("forget", ["DEALLOCATE ALL", "DISCARD PLANS"])
def test_a_plan_that_the_database_forgot_is_made_again(forget: str) -> None:
    for _ in range(2):
        assert statements.rows("SELECT 'forgotten', %s::int", [1]) == [("forgotten", 1)]
        with connection.cursor() as cursor:
            cursor.execute(forget)


def test_a_table_that_was_altered_is_read_anew() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE altered AS SELECT 1 AS one")
        assert statements.rows("SELECT * FROM altered") == [(1,)]
        cursor.execute("ALTER TABLE altered ADD COLUMN two int DEFAULT 2")
        assert statements.rows("SELECT * FROM altered") == [(1, 2)]


def test_a_connection_that_was_cut_is_told_and_the_next_is_another(ways: list[str]) -> None:
    ((process,),) = statements.rows("SELECT pg_backend_pid()")
    with pytest.raises(OperationalError):
        statements.rows("SELECT pg_terminate_backend(%s)", [process])
    assert connection.errors_occurred
    connection.close_if_unusable_or_obsolete()
    ((another,),) = statements.rows("SELECT pg_backend_pid()")
    assert another != process
    assert len(ways) == 3


def test_nothing_that_was_found_is_kept() -> None:
    statement = "SELECT 'Wilhelmina Rijkaart'"
    assert statements.rows(statement) == [("Wilhelmina Rijkaart",)]
    kept = straight._known[connection.connection]
    with pytest.raises(InterfaceError, match="result not set"):
        kept.adapted.load_rows(0, 1, tuple)


def test_a_connection_that_is_gone_is_forgotten() -> None:
    made = psycopg.connect(**connection.get_connection_params())
    assert straight.rows(made, "SELECT 1", ()) == [(1,)]
    assert made in straight._known
    gone = weakref.ref(made)
    made.close()
    del made
    gc.collect()
    assert gone() is None
