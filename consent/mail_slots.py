"""What a mail that the desk may change is made of: its placeholders, where their values stand, and an example of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext

from consent.sheet import ZONE

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Kind(StrEnum):
    """What is filled in."""

    TEXT = "text"
    LINK = "link"
    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    LIST = "list"
    """Several pieces, each a paragraph of its own."""


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


def day(name: str, path: str, *, needed: bool = False) -> Slot:
    """Return the placeholder of a day."""
    return Slot(name, path, SAMPLE, Kind.DAY, needed)


AT = (day("day", "at"), Slot("time", "at", SAMPLE, Kind.TIME))
YEARS = Slot("years", "years", 16, Kind.NUMBER)


def pieces(name: str, pattern: str, *, place: str = "Instagram @sam.studies") -> Slot:
    """Return the placeholder of a list; ``pattern`` is what one piece says, with %(day)s and %(place)s."""

    def example() -> str:
        return gettext(pattern) % {"day": date_format(SAMPLE, "j F Y"), "place": place}

    return Slot(name, name, (lazy(example, str)(),), Kind.LIST, needed=True, may_be_empty=True)
