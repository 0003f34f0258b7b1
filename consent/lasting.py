"""The signer's own link: stands on the copy and in mails, lasts as long as the form is kept, needs no account."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.urls import reverse

from accounts import statements, tokens
from consent import facts
from consent.models import LastingLink, Signer

LINK = "INSERT INTO consent_lastinglink (signer_id, token_hash, made_at, expires_at) VALUES (%s, %s, %s, %s)"


def new_link(*, signer: Signer, now: datetime) -> str:
    """Make another lasting link for a signer and return its whole address. Earlier ones keep working.

    Only a hash is stored: call this where the address is shown or sent, and never hand the address to a job.
    """
    token, token_hash = tokens.new()
    last_day = facts.kept_until(signer.subject.request)
    statements.rows(LINK, [signer.pk, token_hash, now, datetime.combine(last_day, time.max, tzinfo=UTC)])
    return settings.BASE_URL + reverse("withdrawal:own", args=[token])


def signer_of(token: str, *, now: datetime) -> Signer | None:
    """Return whose lasting link this is, or None when it is unknown or has ended."""
    link = (
        LastingLink.objects.filter(token_hash=tokens.hash_of(token), expires_at__gt=now)
        .select_related("signer__subject__request__requester")
        .first()
    )
    return link.signer if link else None
