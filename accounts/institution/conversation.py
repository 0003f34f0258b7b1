"""One question to the institution at a time, kept in the session between going there and coming back.

Cancelled (an InstitutionError): the person chose not to log in there.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from accounts.institution import client
from accounts.institution.claims import Claims
from accounts.institution.client import InstitutionError, Question, Refused, Untrusted

KEY = "institution"
LONGEST = timedelta(minutes=15)


class Cancelled(InstitutionError):
    """The person chose not to log in there."""

    reason = "cancelled"


def begin(
    session: SessionBase, *, purpose: str, redirect_uri: str, now: datetime, fresh: bool = False, then: str = ""
) -> str:
    """Remember a new question and return where to send the person.

    ``purpose`` is "login" or "proof": an answer to one is none to the other. ``fresh`` asks that they log in there anew.
    ``then`` is kept for who asked. Raises a client.InstitutionError.
    """
    asked = client.question()
    address = client.address(asked, redirect_uri=redirect_uri, fresh=fresh)
    session[KEY] = {
        **asdict(asked),
        "purpose": purpose,
        "redirect_uri": redirect_uri,
        "fresh": fresh,
        "began": now.timestamp(),
        "then": then,
    }
    return address


def finish(session: SessionBase, answer: Mapping[str, str], *, purpose: str, now: datetime) -> tuple[Claims, str]:
    """Return what the institution says, and what was kept in ``then``. The question is over, whatever comes of it.

    ``answer`` are the parameters with which the person came back. Raises a client.InstitutionError.
    """
    kept: dict[str, Any] = session.pop(KEY, None) or {}
    began = datetime.fromtimestamp(kept.get("began", 0), UTC)
    right = compare_digest(answer.get("state", "").encode(), str(kept.get("state", "")).encode())
    if not kept or not right or kept["purpose"] != purpose or now - began > LONGEST:
        raise Untrusted("state")
    server = settings.OIDC_SERVER_URL
    if answer.get("iss", server).rstrip("/") != server.rstrip("/"):  # RFC 9207
        raise Untrusted("issuer")
    if answer.get("error") == "access_denied":
        raise Cancelled
    code = answer.get("code", "")
    if "error" in answer or not code:
        raise Refused("no code")
    asked = Question(kept["state"], kept["nonce"], kept["verifier"])
    found = client.claims(
        asked, code, redirect_uri=kept["redirect_uri"], authenticated_after=began if kept["fresh"] else None
    )
    return found, kept["then"]
