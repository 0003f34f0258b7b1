"""A mail backend that keeps mails in the database instead of sending them."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from demo.models import Mail


class MailboxBackend(BaseEmailBackend):
    """Stores each mail as a row, in the caller's transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails and return how many there were."""
        for message in email_messages:
            html = ""
            if isinstance(message, EmailMultiAlternatives):
                html = next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")
            Mail.objects.create(
                sender=message.from_email or "",
                recipients=", ".join(message.recipients()),
                subject=str(message.subject),
                text=str(message.body),
                html=html,
            )
        return len(email_messages)
