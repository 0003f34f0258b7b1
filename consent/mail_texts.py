"""The mails whose words the desk may change: what can be filled in, what must stay in, and how a text becomes a mail.

A text has paragraphs, set apart by an empty line, and placeholders such as ``{name}``. A paragraph whose placeholder has
nothing to say is left out (a note that nobody wrote). What people typed is filled in last and never read as a placeholder.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from consent import house, mail_list
from consent.mail_slots import Kind, Mail, Slot
from consent.sheet import ZONE

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
MAILS = mail_list.MAILS
"""Every mail that can be changed, in the order of its readers: signers, requesters, other offices, the desk."""
BY_KEY = {mail.key: mail for mail in MAILS}


def own(template: str, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return the desk's own subject and text of a mail, filled in; empty where the product's own counts.

    ``accounts.mailing`` asks this (MAIL_TEXTS). The reader's language must be active.
    """
    found = next((one for one in MAILS if one.template == template and one.when.items() <= context.items()), None)
    if found is None:
        return "", ""
    subject, body = house.of(rule(found, language, "subject")), house.of(rule(found, language, "body"))
    values = {slot.name: said(slot, _at(context, slot.path)) for slot in found.slots}
    return fill(subject, values), fill(body, values, may_be_empty(found))


def rule(mail: Mail, language: str, part: str) -> str:
    """Return the key of a rule; ``part`` is subject or body."""
    return f"text.{mail.key}.{language}.{part}"


def may_be_empty(mail: Mail) -> frozenset[str]:
    """Return the placeholders whose paragraph goes when they have nothing to say."""
    return frozenset(slot.name for slot in mail.slots if slot.may_be_empty)


def fill(text: str, values: Mapping[str, str], optional: frozenset[str] = frozenset()) -> str:
    """Return a text with its values, filled in once; without the paragraphs of ``optional`` ones that are empty."""
    whole = []
    for paragraph in re.split(r"\n{2,}", text):
        used = set(PLACEHOLDER.findall(paragraph))
        if not any(name in optional and not values.get(name) for name in used):
            whole.append(PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), paragraph))
    return "\n\n".join(whole)


def said(slot: Slot, value: Any) -> str:
    """Return a value as the reader sees it. Only what the desk wrote keeps its lines."""
    if value in (None, ""):
        return ""
    if slot.kind == Kind.LIST:
        return "\n\n".join(str(piece) for piece in value)
    if slot.kind in (Kind.DAY, Kind.TIME):
        moment = value.astimezone(ZONE) if isinstance(value, datetime) else value
        return date_format(moment, "j F Y" if slot.kind == Kind.DAY else "H:i")
    return str(value) if slot.path.startswith("review.") else " ".join(str(value).split())


def samples(mail: Mail, language: str) -> dict[str, str]:
    """Return the example of each placeholder; its link leads to this site, as the real one does."""
    with translation.override(language):
        found = {slot.name: said(slot, slot.sample) for slot in mail.slots}
    return found | ({"link": f"{settings.BASE_URL}/example"} if "link" in found else {})


def _at(context: Any, path: str) -> Any:
    for name in path.split("."):
        context = context.get(name) if isinstance(context, Mapping) else getattr(context, name, None)
    return context
