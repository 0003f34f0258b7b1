"""What became of a mailed invitation: taken by the mail server, refused at once, or sent back later.

A mail is known again by its Message-ID, which is random: it names nobody, and who reads it learns nothing.
"""

import re
import smtplib
from collections.abc import Callable
from datetime import datetime
from secrets import token_hex

from django.db import transaction

from accounts import tokens
from consent import audit, lifecycle
from consent.models import Invitation
from consent.states import EventKind

ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
"""A status code of mail servers (RFC 3463), such as 5.1.1: no such mailbox."""
FOR_GOOD = range(500, 600)
"""Replies that another try will not change (RFC 5321). After all others the job tries again."""


def deliver(*, token: str, send: Callable[[str], None], now: datetime) -> None:
    """Mail the invitation of a token by calling ``send`` with the message's id; write down what the mail server said of it.

    An address that is refused for good is written down and not tried again. Raises what ``send`` raises for anything
    else, so that the job tries again.
    """
    message_id = token_hex(16)
    found = Invitation.objects.filter(token_hash=tokens.hash_of(token), revoked_at=None)
    try:
        send(message_id)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        status = _refused_for_good(error)
        if not status:
            raise
        found.update(message_id=message_id)
        not_delivered(message_id=message_id, status=status, now=now)
    else:
        found.update(message_id=message_id, sent_at=now)


def not_delivered(*, message_id: str, status: str, now: datetime) -> bool:
    """Write down that an invitation did not arrive; return whether there is such an invitation. The first time counts.

    ``status`` is what mail servers call the reason, such as "5.1.1".
    """
    with transaction.atomic():
        found = Invitation.objects.filter(message_id=message_id).select_related("signer__subject").first()
        if found is None:
            return False
        request, signer = lifecycle.lock_signer(found.signer_id)
        if Invitation.objects.filter(pk=found.pk, failed_at=None).update(failed_at=now, failure=status[:20]):
            told = {"signer": signer.pk, "status": status[:20]}
            lifecycle.record(request, kind=EventKind.UNDELIVERED, by=audit.SYSTEM, at=now, facts=told)
    return True


def _refused_for_good(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> str:
    """Return the status of a reply that another try will not change, or nothing."""
    if isinstance(error, smtplib.SMTPDataError):
        replies = [(error.smtp_code, error.smtp_error)]
    else:
        replies = list(error.recipients.values())
    if any(code not in FOR_GOOD for code, _text in replies):
        return ""
    code, text = replies[0]
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else str(text)
    found = ENHANCED.search(words)
    return found[0] if found else str(code)
