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


def written() -> dict[str, int]:
    """Return how many rows of each table this transaction wrote so far, also where it was rolled back to a savepoint."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 AND NOT relname = ANY(%s)",
            [list(OF_READING)],
        )
        return dict(cursor.fetchall())


class Watch:
    """Tells which tables are not as they were when it began. Rows are read only after something was written."""

    def __init__(self) -> None:
        self.before, self.written = content(), written()

    def changed(self) -> list[str]:
        """Return the names of the tables that are not as they were."""
        before, self.written = self.written, written()
        if before == self.written:
            return []
        after = content()
        return sorted(name for name in self.before | after if self.before.get(name) != after.get(name))
