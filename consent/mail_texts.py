"""The mails whose words the desk may change: what can be filled in, what must stay in, and how a text becomes a mail.

A text has paragraphs, set apart by an empty line, and placeholders such as ``{name}``. A paragraph whose placeholder has
nothing to say is left out (a note that nobody wrote). What people typed is filled in last and never read as a placeholder.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consent import house
from consent.sheet import ZONE

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Kind(StrEnum):
    """What is filled in."""

    TEXT = "text"
    LINK = "link"
    NUMBER = "number"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Slot:
    """One placeholder: where its value stands in the mail's context (``review.note``), and an example for the preview.

    ``needed``: without it the mail is of no use, so that no text may leave it out. ``may_be_empty``: its paragraph then
    goes.
    """

    name: str
    path: str
    sample: Any
    kind: Kind = Kind.TEXT
    needed: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. ``when``: what the context holds when this one of several texts in a template is meant."""

    key: str
    template: str
    title: "StrPromise"
    subject: "StrPromise"
    slots: tuple[Slot, ...]
    when: Mapping[str, Any] = field(default_factory=dict)


NAME = Slot("name", "name", "Elif Yılmaz")
REQUESTER = Slot("requester", "requester", "Sam de Vries")
NUMBER = Slot("number", "number", "K7M-4XWD")
TITLE = Slot("title", "title", "Een dag op de afdeling")
OF_REQUEST = (
    Slot("number", "request.spoken_number", "K7M-4XWD"),
    Slot("title", "request.title", "Een dag op de afdeling"),
)
LINK = Slot("link", "link", "https://akkoord.example/example", Kind.LINK, needed=True)
URL = Slot("link", "url", "https://akkoord.example/example", Kind.LINK, needed=True)
HOURS = Slot("hours", "hours", 72, Kind.NUMBER)
NOTE = Slot("note", "review.note", "Blur the name badge, please.", needed=True, may_be_empty=True)
NEEDED_NOTE = Slot("note", "review.note", "Blur the name badge, please.", needed=True)
CONDITIONS = Slot("conditions", "review.conditions", "Only inside the lecture hall.", needed=True, may_be_empty=True)
SAMPLE = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)


def _day(name: str, path: str, *, needed: bool = False) -> Slot:
    return Slot(name, path, SAMPLE, Kind.DAY, needed)


MAILS: tuple[Mail, ...] = (
    Mail(
        "signing_invitation",
        "signing_invitation",
        _("To a signer: please read and choose"),
        _("May we make a recording of you? Please read and choose"),
        (NAME, REQUESTER, LINK, HOURS),
    ),
    Mail(
        "signing_reminder",
        "signing_reminder",
        _("To a signer: reminder"),
        _("A form is still waiting for you"),
        (NAME, REQUESTER, LINK, HOURS),
    ),
    Mail(
        "signing_code",
        "signing_code",
        _("To a signer: the code"),
        _("Your code to open the form"),
        (NAME, Slot("digits", "digits", "482 915", needed=True), Slot("minutes", "minutes", 10, Kind.NUMBER)),
    ),
    Mail(
        "signing_second_yes",
        "signing_second_yes",
        _("To a signer: the second yes"),
        _("The recording was made: may it be shown?"),
        (NAME, REQUESTER, LINK),
    ),
    Mail(
        "preview_look",
        "preview_look",
        _("To a signer: see it first"),
        _("You asked to see it first: it is there"),
        (NAME, LINK, _day("day", "day")),
    ),
    Mail(
        "archive_copy",
        "archive_copy",
        _("To a signer: the copy"),
        _("Your copy of form {number}"),
        (NAME, REQUESTER, NUMBER, LINK, _day("day", "at"), Slot("time", "at", SAMPLE, Kind.TIME)),
    ),
    Mail(
        "withdrawal_confirmed",
        "withdrawal_confirmed",
        _("To a signer: permission taken back"),
        _("You took your permission back"),
        (NAME, LINK, _day("day", "at"), Slot("time", "at", SAMPLE, Kind.TIME)),
    ),
    Mail(
        "requesting_cleared",
        "requesting_cleared",
        _("To the requester: you can ask people now"),
        _("You can ask people now: request %(number)s"),
        (NAME, *OF_REQUEST, LINK),
    ),
    Mail(
        "requesting_all_answered",
        "requesting_all_answered",
        _("To the requester: everybody has answered"),
        _("Everybody has answered: request %(number)s"),
        (NAME, *OF_REQUEST, LINK, _day("day", "due")),
    ),
    Mail(
        "requesting_approved",
        "requesting_approved",
        _("To the requester: approved"),
        _("Your request %(number)s is approved"),
        (NAME, *OF_REQUEST, LINK, CONDITIONS, NOTE),
    ),
    Mail(
        "requesting_sent_back",
        "requesting_sent_back",
        _("To the requester: sent back"),
        _("Please look at your request %(number)s again"),
        (NAME, *OF_REQUEST, LINK, NEEDED_NOTE),
    ),
    Mail(
        "requesting_rejected",
        "requesting_rejected",
        _("To the requester: not approved"),
        _("Your request %(number)s is not approved"),
        (NAME, *OF_REQUEST, LINK, NEEDED_NOTE),
    ),
    Mail(
        "requesting_permission_changed",
        "requesting_permission_changed",
        _("To the requester: what you may publish has changed"),
        _("What you may publish has changed: request %(number)s"),
        (NAME, *OF_REQUEST, LINK),
    ),
    Mail(
        "retention_term_ending",
        "retention_term_ending",
        _("To the requester: the term ends soon"),
        _("What you may publish ends soon: request %(number)s"),
        (NAME, *OF_REQUEST, LINK, _day("day", "day", needed=True)),
    ),
    *(
        Mail(
            f"routing_ask.{office}",
            "routing_ask",
            title,
            _("Do you agree? Request {number}"),
            (NUMBER, TITLE, LINK, _day("day", "day")),
            {"office": office},
        )
        for office, title in (
            ("press", _("To the press office: do you agree?")),
            ("social_media", _("To the social media team: do you agree?")),
            ("ward", _("To a ward manager: do you agree?")),
        )
    ),
    Mail(
        "conversation_message",
        "conversation_message",
        _("To requester and desk: a new message"),
        _("A message about request {number}"),
        (NUMBER, URL),
    ),
)
"""Every mail that can be changed, in the order of a request's life."""
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
