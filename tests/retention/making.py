"""What these tests start from: a request that was approved, with sealed forms in the archive and its second copy."""

from datetime import datetime
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection

from accounts.models import Role, User
from consent import store
from consent.archive import operations as archive
from consent.models import Request, Review, Signature, Signer
from consent.retention import tasks
from consent.states import EventKind, State
from tests import factories
from tests.answered import granted, record

NOW = factories.NOW
NAME = "Willem Zwaluwstaart"


def rosa() -> User:
    """The reviewer."""
    found = User.objects.filter(email="rosa@desk.example").first()
    return found or factories.user("rosa@desk.example", role=Role.REVIEWER, language="en")


def person(row: Request, name: str = NAME, *, at: datetime = NOW, **fields: Any) -> Signer:
    """Somebody who signed, with a sealed form of which a second copy lies in the replica."""
    who = granted(row, name, at=at, mail="willem@home.example", **fields)
    document = archive.seal_signature(signature_id=Signature.objects.get(signer=who).pk, now=at)
    store.copy(document.sha256)
    return who


def approved(**fields: Any) -> Request:
    """An approved request of which the history tells; nobody is in it yet."""
    row = factories.request(status=State.APPROVED, **fields)
    record(row, EventKind.SUBMITTED, place="Ward C4")
    record(row, EventKind.APPROVED, review=review(row).pk)
    return row


def review(row: Request) -> Review:
    """The desk's yes."""
    return Review.objects.create(
        request=row, stage="review", outcome="approved", by=rosa(), at=NOW, note="Ask Willem first."
    )


def night(at: datetime) -> None:
    """What the nightly job does, and the jobs that it asks for."""
    tasks.every_night(timestamp=int(at.timestamp()))


def checked() -> str:
    """What ``manage.py check_history`` says; it raises when anything lies."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    said = StringIO()
    call_command("check_history", stdout=said)
    return said.getvalue()


def everything() -> str:
    """Return every text of every table, as somebody with a copy of the database would search it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT string_agg(row::text, ' ') FROM {table} AS row")
            found.append(cursor.fetchone()[0] or "")
    return " ".join(found)
