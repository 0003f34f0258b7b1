"""Every row that may only grow has a line of proof: whoever edits, removes or slips in one is found, and the row named."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from accounts import trace
from accounts.models import AccountEventKind
from consent import audit, proof
from consent.models import PROVEN, Access, Action, Answer, Proof, Signature
from consent.models.wording import WordingEvent
from consent.proof import Lie
from tests import factories
from tests.rows import one_of_each, written
from tests.test_audit import sql, tamper

pytestmark = pytest.mark.django_db


def looks(count: int) -> list[Access]:
    row = factories.request()
    for _ in range(count):
        audit.log_access(action=Action.VIEWED, at=factories.NOW, address="10.0.0.1", user=row.requester, request=row)
    written()
    return list(Access.objects.order_by("pk"))


@pytest.fixture
def one_each() -> None:
    """A row in every table that is proven."""
    one_of_each()
    user = factories.user("eve@student.example")
    audit.log_access(action=Action.VIEWED, at=factories.NOW, address=None, user=user)
    trace.record(AccountEventKind.LOGGED_IN, user=user, by=user, at=factories.NOW)
    WordingEvent.objects.create(kind="drafted", wording=2, at=factories.NOW, by=user)
    written()


def test_rows_as_they_were_written_are_true(one_each: None) -> None:
    assert sorted(set(Proof.objects.values_list("kind", flat=True))) == sorted(PROVEN)
    assert proof.lies() == []


def first(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(id) FROM {table}")
        return int(cursor.fetchone()[0])


OTHER_MOMENTS = {
    "consent_document": "sealed_at",
    "consent_paperform": "registered_at",
    "consent_publication": "registered_at",
}
WITHOUT_MOMENT = {"consent_destroyedfile": "ending = 'png'", "consent_destroyedrow": "kind = 'y'"}


@pytest.mark.parametrize("table", PROVEN)
def test_an_edited_row_is_named(table: str, one_each: None) -> None:
    key = first(table)
    moment = OTHER_MOMENTS.get(table, "at")
    change = WITHOUT_MOMENT.get(table, f"{moment} = {moment} + interval '1 microsecond'")
    tamper(table, f"UPDATE {table} SET {change} WHERE id = %s", key)
    assert [lie for lie in proof.lies() if lie.table == table] == [Lie(table, key, "the row was changed")]


@pytest.mark.parametrize("table", PROVEN)
def test_a_removed_row_is_named(table: str, one_each: None) -> None:
    key = first(table)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [key])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert [lie for lie in proof.lies() if lie.table == table] == [Lie(table, key, "the row was removed")]


def test_a_row_slipped_in_with_the_triggers_off_is_named() -> None:
    looks(1)
    tamper("consent_access", "INSERT INTO consent_access (actor, action, at) VALUES ('user:9', 'viewed', now())")
    assert proof.lies() == [Lie("consent_access", Access.objects.latest("pk").pk, "the row was put in without proof")]


@pytest.mark.parametrize("column", ["actor = 'user:9'", "user_id = NULL", "request_id = NULL", "address = '10.0.0.2'"])
def test_each_column_of_a_look_is_proven(column: str) -> None:
    second = looks(3)[1]
    tamper("consent_access", f"UPDATE consent_access SET {column} WHERE id = %s", second.pk)
    assert proof.lies() == [Lie("consent_access", second.pk, "the row was changed")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_answer SET value = 'no'",
        "DELETE FROM consent_answer",
        (
            "INSERT INTO consent_answer (signature_id, question, medium, value, text)"
            " SELECT signature_id, question, 'film', value, text FROM consent_answer"
        ),
    ],
)
def test_a_signature_answers_for_its_answers(statement: str, one_each: None) -> None:
    assert Answer.objects.count() == 1
    tamper("consent_answer", statement)
    assert proof.lies() == [Lie("consent_signature", Signature.objects.get().pk, "the row was changed")]


@pytest.mark.parametrize(
    ("position", "lie"),
    [
        (1, Lie("consent_proof", 1, "the row was removed")),
        (2, Lie("consent_proof", 2, "the row was removed")),
        (3, Lie("consent_proof", 3, "the row was removed")),
    ],
)
def test_a_line_of_proof_that_was_removed_with_its_row_is_missed(position: int, lie: Lie) -> None:
    row = looks(3)[position - 1]
    tamper("consent_access", "DELETE FROM consent_access WHERE id = %s", row.pk)
    tamper("consent_proof", "DELETE FROM consent_proof WHERE position = %s", position)
    assert proof.lies() == [lie]


def test_a_line_of_proof_that_was_made_to_fit_an_edited_row_breaks_the_chain() -> None:
    second = looks(3)[1]
    tamper("consent_access", "UPDATE consent_access SET actor = 'user:9' WHERE id = %s", second.pk)
    tamper(
        "consent_proof",
        "UPDATE consent_proof SET digest = (SELECT encode(sha256(convert_to(salt || '|' ||"
        " jsonb_strip_nulls(to_jsonb(row))::text, 'UTF8')), 'hex') FROM consent_access AS row WHERE row.id = key)"
        " WHERE position = 2",
    )
    assert proof.lies() == [Lie("consent_proof", 2, "the row was changed")]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE consent_proof SET digest = ''", "DELETE FROM consent_proof", "DELETE FROM consent_proofhead"],
)
def test_proof_cannot_be_rewritten(statement: str) -> None:
    looks(1)
    with pytest.raises(ProgrammingError, match="Cannot"):
        sql(statement)


def test_a_zone_of_the_connection_changes_no_proof() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Tokyo'")
    looks(1)
    assert proof.lies() == []


def test_a_rolled_back_row_leaves_no_line() -> None:
    looks(1)
    with transaction.atomic():
        audit.log_access(action=Action.VIEWED, at=factories.NOW, address=None)
        transaction.set_rollback(True)
    written()
    assert Proof.objects.filter(kind="consent_access").count() == 1
    assert proof.lies() == []


def tables(trigger: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname ~ %s", [trigger])
        return {name for (name,) in cursor.fetchall()}


def test_every_table_that_may_only_grow_is_proven() -> None:
    elsewhere = {"consent_answer", "consent_event", "consent_proof"}  # in a signature's line; chains of their own
    assert tables("^pgtrigger_.*_append_only_") - elsewhere == set(PROVEN) == tables("^prove$")


def test_no_table_that_may_only_grow_can_be_emptied() -> None:
    kept = tables("^pgtrigger_.*_append_only_") | {"consent_eventfacts", "consent_chainhead", "consent_proofhead"}
    assert kept <= tables("^never_emptied$")
    for table in sorted(kept):
        with pytest.raises(ProgrammingError, match="Cannot truncate"):
            sql(f"TRUNCATE {table} CASCADE")


class TestCheckHistory:
    def test_it_says_how_much_is_true(self, one_each: None, capsys: Any) -> None:
        call_command("check_history", without_files=True)
        told = f"The history is true: 2 lines, {len(PROVEN) + 1} rows, 1 checkpoints, 1 documents.\n"  # two reviews
        emptied = "1 destructions: 1 rows emptied, 1 files destroyed, none missing.\n"
        assert capsys.readouterr().out == told + emptied

    def test_it_names_every_kind_of_row_that_lies_in_one_run(self, one_each: None) -> None:
        for table in ("consent_access", "accounts_accountevent", "consent_signature"):
            tamper(table, f"UPDATE {table} SET at = now()")
        with pytest.raises(CommandError) as told:
            call_command("check_history", without_files=True)
        assert str(told.value).splitlines() == [
            f"Row {first(table)} of {table} is not true: the row was changed."
            for table in ("accounts_accountevent", "consent_access", "consent_signature")
        ]
