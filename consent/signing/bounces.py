"""Reads mail that came back: a delivery status notification (RFC 3464), from which only two things are taken.

The Message-ID of the mail that did not arrive, and the status code that says why. Nothing else of it is kept or logged.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

LONGEST = 2_000_000
"""Bytes that are read of one message; what tells anything comes long before."""
OURS = re.compile(r"<([0-9a-f]{32})@")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One mail that did not arrive, and why, such as "5.1.1"."""

    message_id: str
    status: str


def read(raw: bytes) -> Bounce | None:
    """Return what came back; None for all else: an answer by a person, a delay, a mail that is not ours."""
    message = message_from_bytes(raw[:LONGEST], policy=policy.default)
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(message.walk())
    status = next((found for part in parts if (found := _status(part))), "")
    message_id = next((found for part in parts[1:] if (found := _message_id(part))), "")
    return Bounce(message_id, status) if status and message_id else None


def _status(part: Message) -> str:
    """Return the status of a recipient for whom delivering failed for good."""
    if part.get("Action") is None or str(part["Action"]).strip().lower() != "failed":
        return ""
    found = re.search(r"\b5\.\d{1,3}\.\d{1,3}\b", str(part.get("Status", "")))
    return found[0] if found else "5.0.0"


def _message_id(part: Message) -> str:
    """Return the id of the mail that came back: it lies inside whole, or only its headers do."""
    said = str(part.get("Message-ID", ""))
    if part.get_content_type() == "text/rfc822-headers" and isinstance(part, EmailMessage):
        said = part.get_content()
    found = OURS.search(said)
    return found[1] if found else ""
