"""A signer looks at their own form: what it says now and the line of the look, in one statement (decision 0015)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from accounts import statements
from consent import facts, own_looks
from consent.models import Invitation
from consent.plain import Joined
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


@dataclass(frozen=True, slots=True)
class Look:
    """What a signer sees. ``logged``: the line of it is written."""

    invitation: Invitation
    filled_in: facts.FilledIn
    logged: bool


def look(*, invitation_id: int, at: datetime, address: str | None) -> Look | None:
    """Return what a form is filled in with, and write down that its signer sees it, if it is still asked.

    None where there is no such invitation. Only for who shows the form next.
    """
    if connection.in_atomic_block:
        found = queries.invitation(invitation_id)
        return Look(*found, logged=False) if found else None
    values = {"pk": invitation_id, "at": at, "address": address or None}
    row = statements.row(own_looks.while_reading(SEEN.statement), values)
    if row is None:
        return None
    invitation, further = SEEN.read(row)
    *filled_in, _signer, _request, _shown, logged = further
    return Look(invitation, facts.read(*filled_in), logged)
