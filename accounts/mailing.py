"""Sends one mail as text and HTML, in the reader's language. The stages' ``mails`` modules are its only callers.

The text comes from ``templates/mail/<template>.txt``, where an empty line separates paragraphs; the HTML puts the same
paragraphs into ``templates/mail/letter.html`` and makes our own links clickable. What people typed stays on one line
and never becomes a link: nobody can write a letter of their own, or lead anybody elsewhere, in the hospital's name.

Where the desk wrote a text of its own (MAIL_TEXTS), it takes the template's place.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def send(
    *,
    to: str,
    language: str,
    subject: "str | StrPromise",
    template: str,
    context: Mapping[str, Any],
    message_id: str = "",
    attachment: tuple[str, bytes, str] | None = None,
) -> None:
    """Send one mail. ``subject`` may be lazy: it is translated into ``language`` here.

    With ``message_id`` it is called so, and comes back to BOUNCE_MAIL when it cannot be delivered. ``attachment``: its name,
    content and media type.

    Raises what the mail server's library raises (OSError, smtplib.SMTPException); the calling job retries.
    """
    with translation.override(language):
        typed = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in context.items()}
        values = {"organisation": settings.ORGANISATION, "base_url": settings.BASE_URL, **typed}
        own_subject, own_text = import_string(settings.MAIL_TEXTS)(template, language, values)
        text = (own_text or render_to_string(f"mail/{template}.txt", values)).strip() + "\n"
        letter = {**values, "paragraphs": paragraphs(text), "language": language}
        html = render_to_string("mail/letter.html", letter)
        title = " ".join(str(own_subject or subject).split())
    sender, headers = settings.DEFAULT_FROM_EMAIL, {}
    if message_id:
        headers = {"Message-ID": f"<{message_id}@{urlsplit(settings.BASE_URL).hostname}>", "From": sender}
        sender = settings.BOUNCE_MAIL or sender
    message = EmailMultiAlternatives(title, text, sender, [to], headers=headers)
    message.attach_alternative(html, "text/html")
    if attachment:
        message.attach(*attachment)
    message.send()


def paragraphs(text: str) -> list[SafeString]:
    """Return the paragraphs of a mail's text as its HTML has them."""
    return [_with_links(paragraph.strip()) for paragraph in text.split("\n\n") if paragraph.strip()]


def _with_links(paragraph: str) -> SafeString:
    """Return a paragraph as HTML, in which addresses of this site are links."""
    pieces = re.split(rf"({re.escape(settings.BASE_URL)}/\S*)", paragraph)
    shown = [
        format_html('<a href="{0}">{0}</a>', piece) if odd % 2 else linebreaksbr(piece)
        for odd, piece in enumerate(pieces)
    ]
    return format_html_join("", "{}", ((piece,) for piece in shown))
