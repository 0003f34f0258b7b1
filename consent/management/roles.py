"""Two roles of the database: the owner, who migrates, and the application's, which owns nothing (docs/decisions/0011).

The application's role is the one of DATABASE_URL, the owner that of DATABASE_OWNER_URL; where the second is not set there is
one role, and only triggers guard what may only grow.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import sql

GROWS = r"SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname ~ '^pgtrigger_.*_append_only_'"
"""What may only grow is told by the database itself."""

NOT = {
    "consent_eventfacts": "UPDATE, DELETE",
    "consent_chainhead": "DELETE",
    "consent_destroyedrow": "INSERT, UPDATE, DELETE",
    "consent_proof": "INSERT, UPDATE, DELETE",
    "consent_proofhead": "INSERT, UPDATE, DELETE",
    "django_migrations": "INSERT, UPDATE, DELETE",
}
"""What the application's role may not, beside UPDATE and DELETE of what grows. The head of the history moves with each line;
nobody but the database writes proof, or destroys (decision 0016)."""


class NoSuchRole(RuntimeError):
    """The application's role is not there, and the owner may not make it."""


@contextmanager
def as_owner() -> Iterator[None]:
    """Let the default connection be the owner's for a while; nothing happens where there is one role."""
    kept = {name: connection.settings_dict[name] for name in settings.DATABASE_OWNER}
    _become(settings.DATABASE_OWNER)
    try:
        yield
    finally:
        _become(kept)


def _become(who: Mapping[str, Any]) -> None:
    if who and isinstance(wrapper := connections[DEFAULT_DB_ALIAS], DatabaseWrapper):
        wrapper.close()
        wrapper.close_pool()
        wrapper.settings_dict.update(who)


def grant(role: str, *, password: str = "") -> None:
    """Give the application's role what it needs and take all else; make it when it is not there. Run as the owner.

    Raises NoSuchRole.
    """
    with connection.cursor() as cursor:
        _ensure(cursor, role, password)
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = cursor.fetchone()
        names = {"role": role, "schema": schema, "database": database}
        for statement in (
            "GRANT CONNECT ON DATABASE {database} TO {role}",
            "GRANT USAGE ON SCHEMA {schema} TO {role}",
            "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
            "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
            "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        ):
            _run(cursor, statement, **names)
        cursor.execute(GROWS)
        never = {table: "UPDATE, DELETE" for (table,) in cursor.fetchall()} | NOT
        for table, rights in never.items():
            _run(cursor, f"REVOKE {rights} ON {{table}} FROM {{role}}", table=table, role=role)


def _ensure(cursor: CursorWrapper, role: str, password: str) -> None:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone():
        return
    cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        raise NoSuchRole(f"There is no database role {role}. Have it made: CREATE ROLE {role} LOGIN PASSWORD '…';")
    _run(cursor, "CREATE ROLE {role} LOGIN", role=role)
    if password:
        cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))


def _run(cursor: CursorWrapper, statement: str, **names: str) -> None:
    cursor.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))
