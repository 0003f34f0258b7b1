"""The application's database role rewrites nothing. That it can do all else, ``tests/access/test_matrix.py`` shows."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.test import override_settings

from accounts import trace
from accounts.models import AccountEventKind
from config import postgres
from consent import audit
from consent.management import roles
from consent.models import PROVEN, Access, Action
from consent.states import EventKind
from tests import factories
from tests.rows import one_of_each

ROLE = postgres.APPLICATION
KEPT = ("consent_event", "consent_eventfacts", "consent_access", "consent_signature", "consent_answer",
        "consent_voiding", "consent_withdrawal", "consent_refusal", "consent_secondyes", "consent_review",
        "consent_document", "accounts_accountevent", "consent_proof", "consent_proofhead")  # fmt: skip
COLUMN = {"consent_eventfacts": "salt", "consent_proof": "digest"}
STATEMENTS = (
    "UPDATE {} SET {column} = {column}",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TABLE {} CASCADE",
    "CREATE TRIGGER mine BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
)


@transaction.atomic
def row_in_each() -> None:
    one_of_each()
    user = factories.user("eve@student.example")
    row = factories.request(user)
    audit.append(request=row, kind=EventKind.DRAFTED, by="user:1", at=factories.NOW, facts={"a": 1})
    audit.log_access(action=Action.VIEWED, at=factories.NOW, address=None, user=user)
    trace.record(AccountEventKind.LOGGED_IN, user=user, by=user, at=factories.NOW)


@pytest.fixture
def as_application(db: None) -> Iterator[None]:
    """Everything in the test's transaction from here on is done with the rights of the application's role."""
    roles.grant(ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield
        if not connection.needs_rollback:
            cursor.execute("RESET ROLE")


def refused(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_it_cannot_rewrite_what_may_only_grow(table: str, statement: str, as_application: None) -> None:
    refused(statement.format(table, column=COLUMN.get(table, "id")))


def test_it_can_write_a_row_in_each_and_the_proof_follows(as_application: None) -> None:
    row_in_each()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT count(DISTINCT kind) FROM consent_proof")
        assert cursor.fetchone() == (len(PROVEN) - 1,)  # all but the history of wordings


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO consent_proof VALUES (1, 'consent_access', 1, '', '', '')",
        "SELECT consent_prove_row('consent_access', 1, '')",
        "CREATE TABLE mine (id bigint)",
        "ALTER FUNCTION consent_prove() RENAME TO consent_proved",
        "SET LOCAL session_replication_role = replica",
        "DELETE FROM consent_chainhead",
        "UPDATE django_migrations SET name = ''",
    ],
)
def test_it_cannot_go_around(statement: str, as_application: None) -> None:
    refused(statement)


def test_every_table_that_grows_is_kept_from_it(as_application: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname ~ '^pgtrigger_.*_append_only_'"
            " AND has_table_privilege(%s, tgrelid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')",
            [ROLE],
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db(transaction=True)
def test_a_connection_of_the_application_is_refused() -> None:
    row_in_each()
    roles.grant(ROLE)
    url = urlsplit(postgres.application_url(os.environ["DATABASE_URL"]))
    there = urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))
    with psycopg.connect(there, autocommit=True) as own:
        assert own.execute("SELECT current_user, count(*) FROM consent_access").fetchone() == (ROLE, 1)
        for table in KEPT:
            for statement in STATEMENTS:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    own.execute(statement.format(table, column=COLUMN.get(table, "id")))
    assert Access.objects.count() == 1


class TestMigrate:
    @pytest.mark.django_db(transaction=True)
    def test_it_makes_the_role_that_connects_and_gives_its_rights(self) -> None:
        owner = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        connection.settings_dict["USER"] = "akkoord_new"
        try:
            with override_settings(DATABASE_OWNER=owner):
                call_command("migrate", interactive=False, verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_user, has_table_privilege('consent_access', 'INSERT')")
                assert cursor.fetchone() == ("akkoord_new", True)
                cursor.execute("SELECT has_table_privilege('consent_access', 'UPDATE')")
                assert cursor.fetchone() == (False,)
        finally:
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]
            connection.settings_dict.update(owner)
            with connection.cursor() as cursor:
                cursor.execute("DROP OWNED BY akkoord_new; DROP ROLE akkoord_new")

    def test_an_owner_who_may_not_make_roles_is_told_what_to_do(self, as_application: None) -> None:
        with pytest.raises(roles.NoSuchRole, match="CREATE ROLE akkoord_absent LOGIN"):
            roles.grant("akkoord_absent")
