"""Sees whether anything in the database changed."""

from django.db import connection

OF_READING = frozenset(
    {
        "django_session",
        "usersessions_usersession",
        "accounts_counted",
        "consent_access",
        "consent_proof",
        "consent_proofhead",
    }
)
"""What a look may write: the session's own row, how often somebody tried, who looked (NEN 7513) and the proof of that."""


def content() -> dict[str, str]:
    """Return a digest of every row of every table, but for the tables of ``OF_READING``."""
    tables = sorted(set(connection.introspection.table_names()) - OF_READING)
    each = " UNION ALL ".join(
        f"SELECT '{name}', md5(coalesce(string_agg(row::text, '~' ORDER BY row::text), '')) FROM \"{name}\" AS row"
        for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return dict(cursor.fetchall())


def changed(before: dict[str, str]) -> list[str]:
    """Return the names of the tables that are not as they were."""
    after = content()
    return sorted(name for name in before | after if before.get(name) != after.get(name))
