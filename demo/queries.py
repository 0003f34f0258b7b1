"""Reads the mailbox."""

from django.db.models import QuerySet

from demo.models import Mail


def mails(*, to: str = "") -> QuerySet[Mail]:
    """Return the mails, newest first; with ``to`` only those whose recipients contain that text, whatever its capitals."""
    found = Mail.objects.defer("html", "text")
    return found.filter(recipients__icontains=to) if to else found
