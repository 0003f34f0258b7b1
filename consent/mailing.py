"""Sends one mail as text and HTML, in the reader's language. The stages' ``mails`` modules are its only callers.

The text comes from ``templates/mail/<template>.txt``, where an empty line separates paragraphs; the HTML puts the same
paragraphs into ``templates/mail/letter.html`` and makes links clickable.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def send(*, to: str, language: str, subject: "str | StrPromise", template: str, context: Mapping[str, Any]) -> None:
    """Send one mail. ``subject`` may be lazy: it is translated into ``language`` here.

    Raises what the mail server's library raises (OSError, smtplib.SMTPException); the calling job retries.
    """
    with translation.override(language):
        values = {"organisation": settings.ORGANISATION, "base_url": settings.BASE_URL, **context}
        text = render_to_string(f"mail/{template}.txt", values).strip() + "\n"
        paragraphs = [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]
        html = render_to_string("mail/letter.html", {**values, "paragraphs": paragraphs, "language": language})
        title = " ".join(str(subject).split())
    message = EmailMultiAlternatives(title, text, settings.DEFAULT_FROM_EMAIL, [to])
    message.attach_alternative(html, "text/html")
    message.send()
