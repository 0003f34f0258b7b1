"""Runs the statements in batches, in one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from consent import numbers
from consent.management.scale import statements
from consent.models import ChainHead, Programme, Wording

BATCH = 50_000
TABLES = (statements.REQUESTS, statements.MEDIA, statements.USES, statements.SUBJECTS, statements.SIGNERS)


def load(count: int, *, now: datetime, say: Callable[[int], None]) -> None:
    """Add ``count`` requests with all that belongs to them and a true history; call ``say`` with how many there are so far.

    The triggers and foreign keys sleep until the transaction ends, if the database role may do that. What is written
    satisfies them; ``manage.py check_history`` and the test of this command show it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        head = ChainHead.objects.select_for_update().get(pk=1)
        cursor.execute(
            "SELECT set_config('session_replication_role', 'replica', true) FROM pg_roles"
            " WHERE rolname = current_user AND rolsuper"
        )
        cursor.execute(statements.CHAIN)
        first = _reserve(cursor, "consent_request_number_seq", count)
        values: dict[str, Any] = {
            "now": now,
            "total": first + count,
            "alphabet": numbers.ALPHABET,
            "stride": numbers.STRIDE,
            "capacity": numbers.CAPACITY,
            "wording": Wording.objects.exclude(published_at=None).latest("version").pk,
            "programme": Programme.objects.values_list("pk", flat=True)[0],
            "position": head.position,
            "head": head.hash,
        }
        for start in range(first, first + count, BATCH):
            last = min(start + BATCH, first + count) - 1
            values["position"] = _batch(cursor, {**values, "first": start, "last": last})
            say(last - first + 1)
        cursor.execute(statements.UNCHAIN)
        cursor.execute("ANALYZE")


def _batch(cursor: CursorWrapper, values: dict[str, Any]) -> int:
    """Write one batch and return the position of the last line of the history."""
    requests = values["last"] - values["first"] + 1
    values["first_id"] = _reserve(cursor, "consent_request_id_seq", requests)
    cursor.execute(statements.PLAN, values)
    cursor.execute("ANALYZE scale_plan")
    cursor.execute(statements.USERS, values)
    for statement in TABLES:
        cursor.execute(statement, values)
    cursor.execute("SELECT set_config('akkoord.head', hash, true) FROM consent_chainhead WHERE id = 1")
    cursor.execute("SELECT last_value FROM consent_event_id_seq")
    values["event_id"] = cursor.fetchone()[0]
    cursor.execute(statements.EVENTS, values)
    cursor.execute(statements.HEAD)
    position = int(cursor.fetchone()[0])
    last_event = values["event_id"] + position - values["position"]
    cursor.execute(
        "SELECT setval('consent_event_id_seq', %s)", [last_event]
    )  # nobody else adds events: we hold the head
    cursor.execute("DROP TABLE scale_plan")
    return position


def _reserve(cursor: CursorWrapper, sequence: str, count: int) -> int:
    """Take ``count`` values of a sequence and return the first."""
    cursor.execute("SELECT nextval(%s::regclass)", [sequence])
    first = int(cursor.fetchone()[0])
    cursor.execute("SELECT setval(%s::regclass, %s)", [sequence, first + count - 1])
    return first
