"""The history: it only grows, every lie in it is named, and erasing facts leaves it true."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st

from consent import audit
from consent.audit import Broken
from consent.models import Access, Action, ChainHead, Event, EventFacts
from consent.states import EventKind, State
from tests import factories


def lines(count: int) -> list[Event]:
    """A history of ``count`` lines about one request."""
    row = factories.request(status=State.COLLECTING)
    with transaction.atomic():
        return [
            audit.append(
                request=row,
                kind=EventKind.INVITED,
                by="user:1",
                at=factories.NOW + timedelta(minutes=number),
                facts={"number": number, "to": "Zoë"},
            )
            for number in range(count)
        ]


def sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def tamper(table: str, statement: str, *values: Any) -> None:
    """What somebody with the rights of the table's owner can do."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_the_digest_of_facts_is_salted_and_knows_no_order() -> None:
    expected = sha256('salt|{"a":1,"b":"é"}'.encode()).hexdigest()
    assert audit.digest_of("salt", {"b": "é", "a": 1}) == expected
    assert audit.digest_of("other", {"b": "é", "a": 1}) != expected


def test_the_hash_of_a_line_covers_each_of_its_parts_and_the_same_moment_has_one_hash() -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    values: dict[str, Any] = {
        "position": 7,
        "request_id": 3,
        "kind": "signed",
        "actor": "signer:5",
        "at": at,
        "facts_digest": "d" * 64,
        "previous_hash": "p" * 64,
    }
    line = f"{'p' * 64}|7|3|signed|signer:5|2026-11-23T09:00:00.000000Z|{'d' * 64}"
    assert audit.hash_of(Event(**values)) == sha256(line.encode()).hexdigest()
    same = values | {"at": at.astimezone(timezone(timedelta(hours=5)))}
    assert audit.hash_of(Event(**same)) == audit.hash_of(Event(**values))
    others = {
        "position": 8,
        "request_id": 4,
        "kind": "refused",
        "actor": "signer:6",
        "at": at + timedelta(microseconds=1),
        "facts_digest": "e" * 64,
        "previous_hash": "q" * 64,
    }
    hashes = {audit.hash_of(Event(**(values | {name: value}))) for name, value in others.items()}
    assert len(hashes | {audit.hash_of(Event(**values))}) == 8


@pytest.mark.django_db
class TestHistory:
    def test_an_empty_history_is_true(self) -> None:
        assert audit.head() == audit.GENESIS
        assert audit.verify_chain() is None

    def test_each_line_follows_the_one_before(self) -> None:
        first, second, third = lines(3)
        assert [event.position for event in (first, second, third)] == [1, 2, 3]
        assert [event.previous_hash for event in (first, second, third)] == [audit.GENESIS, first.hash, second.hash]
        assert audit.head() == third.hash
        assert audit.verify_chain() is None

    def test_a_line_outside_a_transaction_is_refused(self) -> None:
        row = factories.request()
        connection.in_atomic_block, kept = False, connection.in_atomic_block
        try:
            with pytest.raises(transaction.TransactionManagementError):
                audit.append(request=row, kind=EventKind.DRAFTED, by="user:1", at=factories.NOW, facts={})
        finally:
            connection.in_atomic_block = kept

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE consent_event SET actor = 'user:2'",
            "DELETE FROM consent_event",
            "UPDATE consent_eventfacts SET data = '{}'",
            "DELETE FROM consent_chainhead",
        ],
    )
    def test_the_database_refuses_to_rewrite_it(self, statement: str) -> None:
        lines(2)
        with pytest.raises(ProgrammingError, match="Cannot"):
            sql(statement)
        assert audit.verify_chain() is None

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("actor", "user:2"),
            ("kind", "refused"),
            ("at", "2020-01-01T00:00:00Z"),
            ("facts_digest", "0" * 64),
            ("hash", "0" * 64),
        ],
    )
    def test_a_line_that_was_edited_in_spite_of_the_triggers_is_named(self, column: str, value: str) -> None:
        lines(3)
        tamper("consent_event", f"UPDATE consent_event SET {column} = %s WHERE position = 2", value)
        assert audit.verify_chain() == Broken(2, "the line was changed")

    def test_an_edited_line_with_a_fitting_hash_breaks_the_line_after_it(self) -> None:
        event = lines(3)[1]
        event.actor = "user:2"
        tamper(
            "consent_event",
            "UPDATE consent_event SET actor = 'user:2', hash = %s WHERE position = 2",
            audit.hash_of(event),
        )
        assert audit.verify_chain() == Broken(3, "it does not follow the line before it")

    def test_an_edited_last_line_with_a_fitting_hash_does_not_fit_the_head(self) -> None:
        event = lines(3)[2]
        event.actor = "user:2"
        tamper(
            "consent_event",
            "UPDATE consent_event SET actor = 'user:2', hash = %s WHERE position = 3",
            audit.hash_of(event),
        )
        assert audit.verify_chain() == Broken(4, "lines are missing at the end")

    @pytest.mark.parametrize(
        ("position", "broken"),
        [
            (1, Broken(1, "a line is missing")),
            (2, Broken(2, "a line is missing")),
            (3, Broken(3, "lines are missing at the end")),
        ],
    )
    def test_a_line_that_was_removed_is_named(self, position: int, broken: Broken) -> None:
        event = lines(3)[position - 1]
        EventFacts.objects.filter(event=event).delete()
        tamper("consent_event", "DELETE FROM consent_event WHERE position = %s", position)
        assert audit.verify_chain() == broken

    def test_a_history_of_which_the_head_is_gone_is_not_true(self) -> None:
        lines(2)
        tamper("consent_chainhead", "DELETE FROM consent_chainhead")
        assert audit.verify_chain() == Broken(3, "lines are missing at the end")

    def test_edited_facts_are_named(self) -> None:
        lines(3)
        tamper(
            "consent_eventfacts",
            'UPDATE consent_eventfacts SET data = \'{"to": "Zoe"}\' WHERE event_id ='
            " (SELECT id FROM consent_event WHERE position = 2)",
        )
        assert audit.verify_chain() == Broken(2, "its facts were changed")

    def test_erased_facts_leave_it_true(self) -> None:
        lines(3)
        EventFacts.objects.filter(event__position__in=[1, 2]).delete()
        assert EventFacts.objects.count() == 1
        assert audit.verify_chain() is None

    def test_it_is_walked_with_one_query_for_the_lines(self, django_assert_num_queries) -> None:
        lines(5)
        with django_assert_num_queries(4):  # savepoint, lines, head, release
            assert audit.verify_chain() is None

    def test_a_rolled_back_line_leaves_no_trace(self) -> None:
        lines(1)
        row = Event.objects.get().request
        with transaction.atomic():
            audit.append(request=row, kind=EventKind.INVITED, by="user:1", at=factories.NOW, facts={})
            transaction.set_rollback(True)
        assert ChainHead.objects.get().position == 1
        assert audit.verify_chain() is None


KEYS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8)
PLAIN = st.none() | st.booleans() | st.integers() | KEYS
FACTS = st.dictionaries(
    KEYS, st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=5)
)


@pytest.mark.django_db
@given(FACTS)
def test_all_facts_come_back_from_the_database_with_the_same_digest(facts: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb", [EventFacts._meta.get_field("data").get_db_prep_value(facts, connection)])
        (stored,) = cursor.fetchone()
    data = EventFacts._meta.get_field("data").from_db_value(stored, Value(None), connection)
    assert audit.digest_of("salt", data) == audit.digest_of("salt", facts)


@pytest.mark.django_db
class TestAccess:
    def test_who_looked_is_written_down_by_key(self) -> None:
        user, row = factories.user(), factories.request(factories.user("eve@student.example"))
        audit.log_access(action=Action.LOOKED_UP, at=factories.NOW, address="10.0.0.1", user=user, request=row)
        found = Access.objects.get()
        assert (found.actor, found.user, found.action, found.request, found.address, found.at) == (
            f"user:{user.pk}",
            user,
            "looked_up",
            row,
            "10.0.0.1",
            factories.NOW,
        )

    def test_a_look_without_account_is_anonymous_unless_it_says_who(self) -> None:
        audit.log_access(action=Action.VIEWED, at=factories.NOW, address=None)
        audit.log_access(action=Action.VIEWED, at=factories.NOW, address=None, actor_name="signer:5")
        assert list(Access.objects.order_by("pk").values_list("actor", flat=True)) == ["anonymous", "signer:5"]

    @pytest.mark.parametrize("statement", ["UPDATE consent_access SET actor = 'x'", "DELETE FROM consent_access"])
    def test_the_database_refuses_to_rewrite_it(self, statement: str) -> None:
        audit.log_access(action=Action.VIEWED, at=factories.NOW, address=None)
        with pytest.raises(ProgrammingError, match="Cannot"):
            sql(statement)
