"""A signer looks at their own form: session, what it says and the line of the look, in one statement (decision 0015)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.db import DataError, connection

from accounts import statements
from accounts.sessions import SessionStore
from consent import facts, own_looks
from consent.models import Invitation
from consent.plain import Joined
from consent.seat import KEY, LONGEST, QUEUE
from consent.signing import queries
from consent.states import SignerStatus, State

SHOWN = f"""
(t1.status = '{SignerStatus.WAITING}' AND t1.stood_down_at IS NULL AND t0.revoked_at IS NULL
 AND t3.status = '{State.COLLECTING}' AND t2.status IN ({", ".join(f"'{status}'" for status in sorted(queries.NEEDED))}))
"""
"""When a form is surely shown (``queries.why_closed``). Who came of age is asked later too: their line comes afterwards."""

NEEDED = {
    "": ("signer", "way", "expires_at", "revoked_at"),
    "signer": ("subject", "capacity", "name", "status", "stood_down_at"),
    "signer__subject": ("request", "name", "kind", "is_patient_here", "status"),
    "signer__subject__request": (
        "number",
        "title",
        "purpose",
        "status",
        "requester",
        "programme",
        "affiliation",
        "wording",
        "supervisor_name",
        "permitted_party",
        "permitted_party_name",
        "origin",
        "existing_date",
        "existing_source",
        "existing_owner",
        "place",
        "ward_contact",
        "recorder",
        "starts_at",
        "ends_at",
        "submitted_at",
        "created_at",
    ),
    "signer__subject__request__requester": ("name",),
    "signer__subject__request__wording": ("version", "published_at"),
    "signer__subject__request__programme": ("name_en", "name_nl"),
}
"""What a form says, and what decides whether it is shown: nothing else of these people is read."""

SEEN = Joined(
    Invitation,
    *queries.PATHS,
    only=NEEDED,
    also=f"{queries.FILLED_IN}, t1.id AS of_signer, t3.id AS of_request, {SHOWN} AS shown",
)


SEAT = f"""
SELECT session_data, seat, NOT held ?| ARRAY['{QUEUE}', '{SESSION_KEY}']
    AND (seat ->> 'identified')::boolean AND (seat ->> 'named')::boolean
    AND (seat ->> 'seen')::float8 > %(seen_after)s::float8 AND (seat ->> 'began')::float8 > %(began_after)s::float8 AS taken
FROM (
    SELECT session_data, held, held -> '{KEY}' AS seat
    FROM (
        SELECT session_data, CASE WHEN left(session_data, 3) = 'eyJ'
            THEN convert_from(decode(packed || repeat('=', -length(packed) & 3), 'base64'), 'UTF8')::jsonb END AS held
        FROM (
            SELECT session_data, translate(split_part(session_data, ':', 1), '-_', '+/') AS packed FROM django_session
            WHERE session_key = %(key)s AND expire_date > %(at)s::timestamptz
        ) AS session
        OFFSET 0
    ) AS unpacked
    OFFSET 0
) AS read
"""  # noqa: S608 -- names of our own
"""A signer's session, and whether its time surely is not over. ``eyJ`` begins one that is not compressed, as all are stored
now. A device in queue mode has another time, and who is logged in as well: their line is written afterwards. ``OFFSET 0``
keeps PostgreSQL from unpacking the session anew for each thing that is asked of it.
"""

LOOK = own_looks.while_reading(SEEN.finding("(SELECT (seat ->> 'invitation')::bigint FROM seat)"), seat=SEAT)


@dataclass(frozen=True, slots=True)
class Look:
    """What a signer sees. ``logged``: the line of it is written."""

    invitation: Invitation
    filled_in: facts.FilledIn
    logged: bool


def look(session: SessionStore, *, at: datetime, idle: timedelta, address: str | None) -> Look | None:
    """Read a session that nobody has read yet, and what its form is filled in with; write down that its signer sees it.

    The line is written where the session's time is not over (``idle``: since the last page) and the form is still asked.
    None where there is no such form, or where it has to be read step by step. Only for who shows the form next.
    """
    key = session.unread
    if key is None or connection.in_atomic_block:
        return None
    now = at.timestamp()
    values = {
        "key": key,
        "at": at,
        "seen_after": now - idle.total_seconds(),
        "began_after": now - LONGEST.total_seconds(),
        "address": address or None,
    }
    try:
        row = statements.row(LOOK, values)
    except DataError:  # what is stored is no session: Django says so
        return None
    session.was_read(row[0] if row else None)
    if row is None or row[1] is None:
        return None
    invitation, further = SEEN.read(row[1:])
    *filled_in, _signer, _request, _shown, logged = further
    return Look(invitation, facts.read(*filled_in), logged)
