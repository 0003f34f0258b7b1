"""The product's own words of a mail that the desk may change: its template, with placeholders where its values stand."""

import re
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from consent import mail_slots, mail_texts
from consent.sheet import ZONE

MARK_DAY = datetime(1998, 12, 31, 23, 57, tzinfo=ZONE)
MARK_NUMBER = 8_070_605
"""What stands for a moment or a number while a default is made; no template has them."""


@cache
def default(key: str, language: str) -> tuple[str, str]:
    """Return the product's own subject and text, with placeholders where values stand. Raises KeyError."""
    mail = mail_texts.BY_KEY[key]
    context: dict[str, Any] = {"organisation": settings.ORGANISATION, "base_url": settings.BASE_URL, **mail.when}
    marks = {}
    for slot in mail.slots:
        mark: Any = f"{{{slot.name}}}"
        if slot.kind in (mail_slots.Kind.DAY, mail_slots.Kind.TIME):
            mark = MARK_DAY
        elif slot.kind == mail_slots.Kind.NUMBER:
            mark = MARK_NUMBER
        _put(context, slot.path, mark)
        with translation.override(language):
            marks[mail_texts.said(slot, mark)] = f"{{{slot.name}}}"
    with translation.override(language):
        subject = str(mail.subject).replace("%(number)s", "{number}")
        text = render_to_string(f"mail/{mail.template}.txt", context).strip()
    text = re.sub(r":\n\n(\{(?:note|conditions)\})", r":\n\1", text)  # the heading goes together with what it is over
    for mark, name in marks.items():
        text = text.replace(mark, name)
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    return subject, "\n\n".join(part for part in paragraphs if part)


def _put(context: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    for name in way:
        context = context.setdefault(name, {})
    context[last] = value
