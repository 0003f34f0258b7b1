"""What templates say in one word: ``icon``, ``pictogram``, ``status`` and ``when``. See docs/design.md."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consent import written
from consent.models.choices import Channel, Medium
from consent.states import EventKind, SignerStatus, State, SubjectStatus

register = template.Library()

NEAR = {0: gettext_lazy("today"), 1: gettext_lazy("tomorrow"), -1: gettext_lazy("yesterday")}
"""Days with a word of their own, by how many days from today."""
WEEK = 7

PICTOGRAMS: dict[str, str] = {
    Medium.PHOTO: "camera",
    Medium.FILM: "video",
    Medium.AUDIO: "mic",
    Medium.INTERVIEW: "messages-square",
    Medium.TELEVISION: "tv",
    Medium.ANIMATION: "clapperboard",
    Medium.SLIDES: "presentation",
    Channel.TEACHING: "graduation-cap",
    Channel.INTRANET: "monitor",
    Channel.HOSPITAL_WEBSITE: "globe",
    Channel.HOSPITAL_SOCIAL: "hospital",
    Channel.OWN_ACCOUNT: "smartphone",
    Channel.PRINT: "printer",
    Channel.PRESS_TV: "newspaper",
    Channel.CONFERENCE: "book-open",
    Channel.ADVERTISING: "megaphone",
    Channel.PARTNER: "handshake",
}
"""Pictograms for media and channels, by their stored value."""


class Look(NamedTuple):
    """How a state looks: its tone (good, bad, warn, info or plain) and its icon."""

    tone: str
    icon: str


LOOKS: dict[str, Look] = {
    State.DRAFT: Look("plain", "pencil"),
    State.INTAKE: Look("info", "eye"),
    State.COLLECTING: Look("info", "pen-line"),
    State.REVIEW: Look("info", "clipboard-check"),
    State.RETURNED: Look("warn", "undo-2"),
    State.APPROVED: Look("good", "circle-check"),
    State.REJECTED: Look("bad", "circle-x"),
    State.CANCELLED: Look("plain", "ban"),
    State.CLOSED: Look("plain", "archive"),
    State.EXPIRED: Look("warn", "calendar-x"),
    SubjectStatus.WAITING: Look("info", "hourglass"),
    SubjectStatus.GRANTED: Look("good", "circle-check"),
    SubjectStatus.REFUSED: Look("bad", "circle-x"),
    SubjectStatus.WITHDRAWN: Look("bad", "undo-2"),
    SubjectStatus.LEFT_OUT: Look("plain", "user-minus"),
    SignerStatus.SIGNED: Look("good", "signature"),
}
"""How each state of a request, a subject and a signer looks, by its stored value."""

EVENT_LOOKS: dict[str, Look] = {
    EventKind.DRAFTED: Look("plain", "pencil"),
    EventKind.SUBMITTED: Look("info", "send"),
    EventKind.RESUBMITTED: Look("info", "send"),
    EventKind.CLEARED_TO_ASK: Look("good", "eye"),
    EventKind.INVITED: Look("plain", "mail"),
    EventKind.HANDED_OVER: Look("plain", "tablet"),
    EventKind.ENROLMENT_OPENED: Look("plain", "users"),
    EventKind.ENROLLED: Look("plain", "user-plus"),
    EventKind.ENROLMENT_CLOSED: Look("plain", "users"),
    EventKind.SHEET_OPENED: Look("plain", "file-text"),
    EventKind.REMINDED: Look("plain", "bell"),
    EventKind.UNDELIVERED: Look("warn", "mail-warning"),
    EventKind.WISHED: Look("warn", "languages"),
    EventKind.POSTPONED: Look("warn", "clock"),
    EventKind.SIGNED: Look("good", "signature"),
    EventKind.REFUSED: Look("bad", "circle-x"),
    EventKind.ANSWER_VOIDED: Look("warn", "eraser"),
    EventKind.LEFT_OUT: Look("plain", "user-minus"),
    EventKind.ALL_ANSWERED: Look("info", "users"),
    EventKind.APPROVED: Look("good", "circle-check"),
    EventKind.SENT_BACK: Look("warn", "undo-2"),
    EventKind.REJECTED: Look("bad", "circle-x"),
    EventKind.CANCELLED: Look("plain", "ban"),
    EventKind.CLOSED: Look("plain", "archive"),
    EventKind.EXPIRED: Look("warn", "calendar-x"),
    EventKind.WITHDRAWN: Look("bad", "undo-2"),
    EventKind.SECOND_YES_ASKED: Look("info", "mail-question-mark"),
    EventKind.SECOND_YES_GIVEN: Look("info", "mail-check"),
    EventKind.PREVIEW_SHOWN: Look("info", "eye"),
    EventKind.PREVIEW_ANSWERED: Look("info", "mail-check"),
    EventKind.CAME_OF_AGE: Look("warn", "user"),
    EventKind.HEARD: Look("good", "check"),
    EventKind.ROUTE_OPENED: Look("plain", "user-plus"),
    EventKind.FROZEN: Look("warn", "snowflake"),
    EventKind.SEALED: Look("good", "stamp"),
    EventKind.PUBLISHED: Look("info", "globe"),
    EventKind.TAKE_DOWN_ASKED: Look("warn", "trash-2"),
    EventKind.TAKEN_DOWN: Look("good", "trash-2"),
    EventKind.TAKE_DOWN_REMINDED: Look("plain", "bell"),
    EventKind.TAKE_DOWN_LATE: Look("bad", "clock-alert"),
    EventKind.STEP_OPENED: Look("plain", "landmark"),
    EventKind.STEP_ASKED: Look("plain", "mail"),
    EventKind.STEP_ANSWERED: Look("info", "mail-check"),
    EventKind.FIRST_YES: Look("good", "check"),
    EventKind.ASSIGNED: Look("plain", "user-check"),
    EventKind.COMMENTED: Look("plain", "message-circle-more"),
    EventKind.TERM_ENDING: Look("warn", "bell"),
    EventKind.RENEWED: Look("info", "send"),
    EventKind.HELD: Look("warn", "ban"),
    EventKind.RELEASED: Look("plain", "check"),
    EventKind.ERASED: Look("warn", "eraser"),
    EventKind.RIGHT_ASKED: Look("info", "mail-question-mark"),
    EventKind.RIGHT_ANSWERED: Look("good", "mail-check"),
    EventKind.CORRECTED: Look("plain", "pencil"),
}
"""How each kind of event looks in a timeline."""

LABELS: dict[str, object] = {
    **{status.value: status.label for status in SignerStatus},
    **{status.value: status.label for status in SubjectStatus},
    **{state.value: state.label for state in State},
}


@lru_cache(maxsize=256)
def drawing(name: str) -> str:
    """Return the inside of lucide's SVG ``name``. Raises FileNotFoundError: a misspelt icon is a mistake to see at once."""
    file = Path(settings.LUCIDE_DIR) / "icons" / f"{name}.svg"
    whole = file.read_text(encoding="utf-8")
    inside = whole[whole.index(">", whole.index("<svg")) + 1 : whole.rindex("</svg>")]
    return "".join(line.strip() for line in inside.splitlines())


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a line icon of lucide, in the colour and size of the text; hidden from screen readers: words say it too."""
    return mark_safe(  # noqa: S308 -- the drawing is a file of our own installation, the name is checked by opening it
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{drawing(name)}</svg>'
    )


@register.simple_tag
def pictogram(value: str) -> SafeString:
    """Return the pictogram of a medium or a channel, by its stored value."""
    return icon(PICTOGRAMS[value])


@register.simple_tag
def status(value: str, label: str = "") -> SafeString:
    """Show the state of a request, a subject or a signer: word, icon and colour. ``label`` replaces the usual word."""
    return _status(value, str(label or LABELS[value]))


@lru_cache(maxsize=512)
def _status(value: str, label: str) -> SafeString:
    """Draw a state with its word once: a list shows the same few again and again."""
    look = LOOKS[value]
    return render_to_string("components/status.html", {"tone": look.tone, "icon_name": look.icon, "label": label})


@register.filter
def event_look(kind: str) -> Look:
    """Return ``tone`` and ``icon`` of an event's kind, for the timeline."""
    return EVENT_LOOKS[kind]


register.filter("language_name", written.language_name)


@register.filter
def when(moment: datetime | date | None) -> SafeString | str:
    """Say a date or a moment in words ("tomorrow at 10:00"), with the exact one for machines and on hover.

    A moment is shown in the current time zone (settings: Europe/Amsterdam). None gives an empty string.
    """
    return _when(moment, timezone.localdate(), get_language()) if moment else ""


@lru_cache(maxsize=2048)
def _when(moment: datetime | date, _today: date, _language: str) -> SafeString:
    """Say it once a day and language: a list that is looked at again has the same moments."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
        clock = f"{moment:%H:%M}"
        words = _("%(day)s at %(time)s") % {"day": day_in_words(moment.date()), "time": clock}
        exact = f"{_weekday(moment)} {moment.year}, {clock}"
    else:
        words = day_in_words(moment)
        exact = f"{_weekday(moment)} {moment.year}"
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, words)


def day_in_words(day: date) -> str:
    """Return "today", "tomorrow", "yesterday", "Tuesday 24 November" within a week, else "1 May 2027"."""
    distance = (day - timezone.localdate()).days
    if distance in NEAR:
        return str(NEAR[distance])
    return _weekday(day) if 0 < distance < WEEK else _year_too(day)


def _weekday(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month]}"


def _year_too(day: date) -> str:
    return f"{day.day} {MONTHS[day.month]} {day.year}"
