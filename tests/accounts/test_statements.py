"""Statements that PostgreSQL plans once are else as all of Django's."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts import statements

pytestmark = pytest.mark.django_db


def test_a_statement_finds_rows() -> None:
    assert statements.rows("SELECT 1, 2 UNION SELECT 3, 4 ORDER BY 1") == [(1, 2), (3, 4)]


def test_one_row_or_none() -> None:
    assert statements.row("SELECT %s::int WHERE %s::bool", [7, True]) == (7,)
    assert statements.row("SELECT %(one)s::int WHERE false", {"one": 7}) is None


def test_the_plan_is_kept_whatever_the_values_are() -> None:
    for number in (7, 8):
        statements.rows("SELECT 'kept', %s::int", [number])
    assert statements.rows(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["SELECT 'kept'%"]
    ) == [(1,)]


def test_mistakes_are_djangos() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        statements.rows("SELECT nothing FROM nowhere")
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.rows("INSERT INTO auth_group (id, name) VALUES (1, 'a'), (1, 'b') RETURNING id")


def test_they_are_counted_and_can_be_stopped_like_any_other(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        statements.rows("SELECT 1")

    def stopped(*_: object) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError), connection.execute_wrapper(stopped):
        statements.rows("SELECT 1")
