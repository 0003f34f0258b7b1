"""The history: append-only, hash-chained, with facts that can be erased; and the log of who saw what (NEN 7513).

A line's hash covers the line before it, so nothing can be changed, removed or put in between without every later hash
changing. Of the facts only a salted digest is in the chain: erasing them leaves the chain verifiable.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from accounts import statements
from accounts.models import User
from consent.models import Action, ChainHead, Document, Event, Request
from consent.states import EventKind

GENESIS = "0" * 64
SYSTEM = "system"


LOOK = (
    "INSERT INTO consent_access (actor, action, address, at, user_id, request_id, document_id, about_id)"
    " VALUES (%s, %s, %s::inet, %s, %s, %s, %s, %s)"
)
"""A plain statement, since nearly every page that shows personal data writes one."""
HEAD = "SELECT position, hash FROM consent_chainhead WHERE id = 1 FOR UPDATE"
LINE = (
    "INSERT INTO consent_event (position, request_id, kind, actor, at, facts_digest, previous_hash, hash)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"
)
FACTS = "INSERT INTO consent_eventfacts (event_id, salt, data) VALUES (%s, %s, %s)"
MOVED = "UPDATE consent_chainhead SET position = %s, hash = %s WHERE id = 1"
"""Plain too: everybody else who writes waits until these are done."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first line of the chain that lies, and why."""

    position: int
    why: str


def actor(user: User) -> str:
    """Return how the history names an account: by key, never by name or mail."""
    return f"user:{user.pk}"


def append(*, request: Request, kind: EventKind, by: str, at: datetime, facts: Mapping[str, Any]) -> Event:
    """Add one line to the history, inside the caller's transaction.

    Writers stand in line on the chain head until they commit. ``consent.lifecycle`` is the only caller: it locks the request
    first, so that the order of locks is always request, then chain head.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to a transaction")
    position, previous = _locked_head()
    salt = token_hex(16)
    event = Event(
        position=position + 1,
        request=request,
        kind=kind,
        actor=by,
        at=at,
        facts_digest=digest_of(salt, facts),
        previous_hash=previous,
    )
    event.hash = hash_of(event)
    _write(event, salt, facts)
    return event


def _locked_head() -> tuple[int, str]:
    """Return position and hash of the last line, which nobody else can follow until the transaction ends."""
    found = statements.rows(HEAD)
    if not found:
        ChainHead.objects.bulk_create([ChainHead(pk=1, position=0, hash=GENESIS)], ignore_conflicts=True)
        found = statements.rows(HEAD)
    ((position, last),) = found
    return position, last


def _write(event: Event, salt: str, facts: Mapping[str, Any]) -> None:
    line = [event.position, event.request_id, str(event.kind), event.actor, event.at]
    ((event.pk,),) = statements.rows(LINE, [*line, event.facts_digest, event.previous_hash, event.hash])
    event._state.adding, event._state.db = False, connection.alias  # noqa: SLF001 -- as ``save`` leaves it
    statements.rows(FACTS, [event.pk, salt, Jsonb(dict(facts))])
    statements.rows(MOVED, [event.position, event.hash])


def head() -> str:
    """Return the hash of the last line, or the genesis hash of an empty history."""
    found = statements.row("SELECT hash FROM consent_chainhead WHERE id = 1")
    return str(found[0]) if found else GENESIS


def digest_of(salt: str, facts: Mapping[str, Any]) -> str:
    """Return the salted SHA-256 of an event's facts, in hexadecimal."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(f"{salt}|{text}".encode()).hexdigest()


def hash_of(event: Event) -> str:
    """Return the hash that a line must have. ``manage.py scale_data`` computes the same in SQL."""
    parts = (event.previous_hash, event.position, event.request_id, str(event.kind), event.actor, moment(event.at))
    return sha256("|".join(map(str, (*parts, event.facts_digest))).encode()).hexdigest()


def moment(at: datetime) -> str:
    """Return a moment as it stands in a line of the history: in UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def verify_chain() -> Broken | None:
    """Walk the whole history in order and return the first line that lies, or None.

    Constant memory. Facts that are gone are allowed (erasure); facts that differ from their digest are not.
    """
    with snapshot():
        return _first_lie()


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it is at one moment: lines that are added meanwhile do not disturb a check."""
    with transaction.atomic():
        if connection.connection is not None and len(connection.savepoint_ids) == 0 and not connection.needs_rollback:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _first_lie() -> Broken | None:
    previous, position = GENESIS, 0
    for event in _lines():
        position += 1
        broken = _lie(event, position, previous)
        if broken:
            return broken
        previous = event.hash
    found = ChainHead.objects.filter(pk=1).first()
    if (found.position, found.hash) != (position, previous) if found else position != 0:
        return Broken(position + 1, "lines are missing at the end")
    return None


def _lines() -> Iterator[Event]:
    return Event.objects.select_related("facts").order_by("position").iterator(chunk_size=5000)


def _lie(event: Event, position: int, previous: str) -> Broken | None:
    if event.position != position:
        return Broken(position, "a line is missing")
    if event.previous_hash != previous:
        return Broken(position, "it does not follow the line before it")
    if event.hash != hash_of(event):
        return Broken(position, "the line was changed")
    facts = getattr(event, "facts", None)
    if facts is not None and digest_of(facts.salt, facts.data) != event.facts_digest:
        return Broken(position, "its facts were changed")
    return None


def log_access(
    *,
    action: Action,
    at: datetime,
    address: str | None,
    user: User | None = None,
    actor_name: str = "",
    request: Request | None = None,
    document: Document | None = None,
    about: User | None = None,
) -> None:
    """Write down who looked at, searched or downloaded personal data, or was refused it (NEN 7513)."""
    named = actor_name or (actor(user) if user else "anonymous")
    keys = [row.pk if row else None for row in (user, request, document, about)]
    with statements.cursor() as cursor:
        cursor.execute(LOOK, [named, action, address or None, at, *keys])


def log_looked_up(
    number: str, *, user: User, at: datetime, address: str | None, visible: tuple[str, list[int]]
) -> tuple[int, int] | None:
    """Return (id, requester) of the request with this number, or None, and write down that this account looked it up.

    ``visible``: a condition and its values (``access.visible_plainly``). One plain statement, because this is what the desk
    does all day long (quality.md, ``lookup``); a row is never seen unlogged.
    """
    condition, values = visible
    with statements.cursor() as cursor:
        cursor.execute(
            "WITH found AS (SELECT id, requester_id FROM consent_request"  # noqa: S608 -- ``access`` wrote it
            f" WHERE number = %s AND {condition}), logged AS ("
            " INSERT INTO consent_access (actor, user_id, action, request_id, address, at)"
            " SELECT %s, %s, %s, id, %s::inet, %s FROM found) SELECT id, requester_id FROM found",
            [number, *values, actor(user), user.pk, Action.LOOKED_UP, address or None, at],
        )
        row: tuple[int, int] | None = cursor.fetchone()
        return row
