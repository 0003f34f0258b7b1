"""What a change will look like, in both languages, before it is saved."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from consent import due, house, working_days
from consent.conditions import years_later
from consent.house_rules.programmes import Typed
from consent.models import Contact, Programme

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a preview: its words, before them what they are about, and whether they are what is being changed."""

    text: str
    label: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What people read in one language."""

    language: str
    title: str
    lines: tuple[Line, ...]


def _in_both(make: Callable[[str], tuple[str, Iterable[Line]]]) -> tuple[Preview, ...]:
    found = []
    for code in LANGUAGES:
        with override(code):
            title, lines = make(code)
            found.append(Preview(code, title, tuple(lines)))
    return tuple(found)


def of_contact(contact: Contact) -> tuple[Preview, ...]:
    """Return a contact as everybody sees it on the contact page."""

    def make(code: str) -> tuple[str, Iterable[Line]]:
        purpose = contact.purpose_nl if code == "nl" else contact.purpose_en
        said = (purpose, *contact.address.splitlines(), contact.mail, contact.phone)
        return contact.name_nl if code == "nl" else contact.name_en, (Line(one) for one in said if one)

    return _in_both(make)


def of_programme(typed: Typed, *, others: Iterable[Programme]) -> tuple[Preview, ...]:
    """Return the list of programmes from which students choose, with this one in its place."""
    places = [(one.position, one.name_nl, one.name_en, False) for one in others]
    places = sorted([*places, (typed.position, typed.name_nl, typed.name_en, True)], key=lambda place: place[0])

    def make(code: str) -> tuple[str, Iterable[Line]]:
        names = (Line(dutch if code == "nl" else english, changed=own) for _place, dutch, english, own in places)
        return _("What a student chooses from"), names

    return _in_both(make)


def of_days(rules: Mapping[str, str], *, today: date) -> tuple[Preview, ...]:
    """Return what the days mean for what begins today."""

    def days(name: str) -> int:
        return int(rules.get(f"site.days.{name}") or getattr(settings, name))

    def make(_code: str) -> tuple[str, Iterable[Line]]:
        return _("Where something begins today"), [
            _day(_("the desk decides by"), due.after(today, days=days("DECIDE_DAYS"))),
            _day(_("where it is complex, by"), due.after(today, days=days("DECIDE_COMPLEX_DAYS"))),
            _day(_("for the press, by"), due.after(today, days=days("DECIDE_PRESS_DAYS"))),
            _day(_("the student takes an own post down by"), working_days.later(today, days("OWN_POST_WORKING_DAYS"))),
            _day(_("everything else is taken down by"), today + timedelta(days=days("TAKE_DOWN_DAYS"))),
        ]

    return _in_both(make)


def of_terms(rules: Mapping[str, str], *, today: date) -> tuple[Preview, ...]:
    """Return what the terms mean for somebody who signs today for the longest term."""

    def term(name: str) -> int:
        return int(rules.get(f"{house.TERM}{name}") or getattr(settings, name))

    ends = years_later(today, term("LONGEST_TERM_YEARS"))

    def make(_code: str) -> tuple[str, Iterable[Line]]:
        return _("Who signs today for the longest term"), [
            _day(_("agrees until"), ends),
            _day(_("mail addresses and links are kept until"), ends + timedelta(days=term("KEEP_CONTACT_DAYS"))),
            _day(_("the proof is kept until"), years_later(ends, term("CLAIMS_PERIOD_YEARS"))),
            _day(
                _("a request that is never approved is kept until"),
                today + timedelta(days=term("KEEP_UNUSED_DAYS")),
            ),
        ]

    return _in_both(make)


def _day(label: str, day: date) -> Line:
    return Line(date_format(day, "j F Y"), label=label)
