"""The sheet: a wording filled in for one signer. What is shown, hashed and printed comes from here and nowhere else (L6).

Pure: no database, no clock. ``build`` makes it, ``canonical`` is the text whose SHA-256 the signature stores.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils import dateformat, translation

from consent import canonical
from consent.models.choices import Question, options
from consent.right_to_left import set_apart
from consent.written import Part, Written, fill, of_subject

ZONE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class AskedUse:
    """A use as asked: its key in the database, channel, exact account or page, and address."""

    id: int
    channel: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of every subject (consent-form.md, A). A change of it voids signatures."""

    number: str
    title: str
    purpose: str
    requester: str
    programme: Mapping[str, str]
    supervisor: str
    permitted_party: str
    media: tuple[str, ...]
    uses: tuple[AskedUse, ...]
    origin: str
    existing_date: date | None
    existing_source: str
    existing_owner: str
    place: str
    ward_contact: str
    recorder: str
    starts_at: datetime | None
    ends_at: datetime | None

    def sha256(self) -> str:
        """Digest in hexadecimal of all that was asked."""
        return canonical.digest(canonical.text({**asdict(self), "programme": dict(self.programme)}))


@dataclass(frozen=True, slots=True)
class About:
    """For whom the sheet is: the subject, and who signs in which capacity."""

    subject_name: str
    subject_kind: str
    patient: bool
    signer_name: str
    capacity: str


@dataclass(frozen=True, slots=True)
class House:
    """What the hospital fills in: its name, contact, data protection officer, until when it keeps it, most years."""

    organisation: str
    contact: str
    officer: str
    keep_until: date
    longest: int = 5


@dataclass(frozen=True, slots=True)
class Field:
    """One read-only line."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. ``id`` is its name in a posted form; ``options`` are pairs of value and label."""

    id: str
    question: str
    medium: str
    use: int | None
    text: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section: it stands before the statement with this index."""

    before: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form as one signer sees it. ``direction`` is "ltr" or "rtl"."""

    language: str
    version: int
    title: str
    intro: str
    fields: tuple[Field, ...]
    choices: tuple[Choice, ...]
    statements: tuple[str, ...]
    sign: str
    refuse: str
    headings: tuple[Heading, ...] = ()
    direction: str = "ltr"

    def canonical(self) -> str:
        """Return the one text of this sheet: JSON, keys sorted. What came after version 1 stands in it only where used."""
        data = asdict(self)
        if not self.headings:
            del data["headings"]
        if self.direction == "ltr":
            del data["direction"]
        return canonical.text(data)

    def sha256(self) -> str:
        """Digest in hexadecimal of the canonical text."""
        return canonical.digest(self.canonical())

    def choice(self, choice_id: str) -> Choice:
        """Return a choice by its id; raises KeyError."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)

    def sections(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return each section's heading with its statements. The first heading is empty where statements come before any."""
        starts = [Heading(0, ""), *self.headings, Heading(len(self.statements), "")]
        pairs = ((one, following) for one, following in pairwise(starts) if following.before > one.before)
        return tuple((one.text, self.statements[one.before : following.before]) for one, following in pairs)


def parse(canonical_text: str) -> Sheet:
    """Return the sheet that a canonical text came from: the inverse of ``canonical``."""
    data = json.loads(canonical_text)
    data["fields"] = tuple(Field(**field) for field in data["fields"])
    data["choices"] = tuple(
        Choice(**{**choice, "options": tuple((value, label) for value, label in choice["options"])})
        for choice in data["choices"]
    )
    data["statements"] = tuple(data["statements"])
    data["headings"] = tuple(Heading(**heading) for heading in data.get("headings", ()))
    return Sheet(**data)


def build(*, asked: Asked, written: Written, about: About, house: House) -> Sheet:
    """Fill in a wording for one signer. Raises KeyError where the wording misses a text."""
    texts = written.texts
    if written.direction == "rtl":
        asked, about, house = set_apart(asked), set_apart(about), set_apart(house)
    with translation.override(written.dates_in):
        headings, statements = _statements(asked, written, about, house)
        return Sheet(
            language=written.language,
            version=written.version,
            title=texts["title"],
            intro=texts["intro"],
            fields=tuple(field for field in _fields(asked, written, about) if field.value),
            choices=tuple(_choices(asked, written, about, house.longest)),
            statements=statements,
            sign=texts["sign"],
            refuse=texts["refuse"],
            headings=headings,
            direction=written.direction,
        )


def _statements(
    asked: Asked, written: Written, about: About, house: House
) -> tuple[tuple[Heading, ...], tuple[str, ...]]:
    """Return headings and statements that are for this signer; a heading without statements is left out."""
    headings: list[Heading] = []
    statements: list[str] = []
    values = _house(house)
    for part in _parts(asked, written, about):
        text = fill(written.texts[part.key], values) if not part.question else ""
        if part.section:
            headings.append(Heading(len(statements), text))
        elif part.statement:
            statements.append(text)
    ends = [heading.before for heading in headings[1:]] + [len(statements)]
    kept = (heading for heading, end in zip(headings, ends, strict=False) if end > heading.before)
    return tuple(kept), tuple(statements)


def _parts(asked: Asked, written: Written, about: About) -> Iterator[Part]:
    kind = of_subject(about.subject_kind, patient=about.patient)
    return written.parts_for(kind, frozenset(use.channel for use in asked.uses))


def _fields(asked: Asked, written: Written, about: About) -> list[Field]:
    texts, programme = written.texts, asked.programme
    studies = programme.get(written.language) or programme.get("en", "")
    requester = ", ".join(part for part in (asked.requester, studies) if part)
    if asked.supervisor:
        requester += "; " + fill(texts["supervisor"], {"name": asked.supervisor})
    values = {
        "number": f"{asked.number[:3]}-{asked.number[3:]}",
        "wording": f"{written.version}, {written.language}",
        "subject": f"{about.subject_name} ({texts[f'kind.{about.subject_kind}']})",
        "signer": f"{about.signer_name} ({texts[f'capacity.{about.capacity}']})",
        "requester": requester,
        "permitted_party": asked.permitted_party,
        "purpose": asked.purpose,
        "media": ", ".join(texts[f"medium.{medium}"] for medium in asked.media),
        "origin": _origin(asked, texts),
        "place": _place(asked),
        "ward_contact": asked.ward_contact,
        "recorder": asked.recorder,
        "uses": "; ".join(_use(use, texts) for use in asked.uses),
    }
    return [Field(key, texts[f"field.{key}"], value) for key, value in values.items()]


def _origin(asked: Asked, texts: Mapping[str, str]) -> str:
    made = _day(asked.existing_date) if asked.existing_date else ""
    values = {"existing_date": made, "existing_source": asked.existing_source, "existing_owner": asked.existing_owner}
    return fill(texts[f"origin.{asked.origin}"], values)


def _place(asked: Asked) -> str:
    parts = [asked.place]
    if asked.starts_at and asked.ends_at:
        start, end = asked.starts_at.astimezone(ZONE), asked.ends_at.astimezone(ZONE)
        until = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end.date())} {end:%H:%M}"
        parts.append(f"{_day(start.date())}, {start:%H:%M}–{until}")
    return ", ".join(part for part in parts if part)


def _use(use: AskedUse, texts: Mapping[str, str]) -> str:
    return f"{texts[f'channel.{use.channel}']}: {use.name}"


def _choices(asked: Asked, written: Written, about: About, longest: int) -> Iterator[Choice]:
    texts = written.texts
    for part in _parts(asked, written, about):
        question = part.question
        if question == Question.MEDIUM:
            for medium in asked.media:
                values = {"medium": texts[f"medium.{medium}"]}
                yield _choice(texts, question, f"medium.{medium}", medium=medium, values=values)
        elif question == Question.USE:
            for use in asked.uses:
                yield _choice(texts, question, f"use.{use.id}", use=use.id, values={"use": _use(use, texts)})
        elif question:
            yield _choice(texts, question, str(question), longest=longest)


def _choice(
    texts: Mapping[str, str],
    question: Question,
    choice_id: str,
    *,
    medium: str = "",
    use: int | None = None,
    values: Mapping[str, str] | None = None,
    longest: int = 5,
) -> Choice:
    offered = tuple(
        (value, texts[f"option.{value}" if value in {"yes", "no"} else f"option.{question}.{value}"])
        for value in options(question, longest=longest)
    )
    return Choice(choice_id, str(question), medium, use, fill(texts[f"question.{question}"], values or {}), offered)


def _house(house: House) -> dict[str, str]:
    return {
        "organisation": house.organisation,
        "contact": house.contact,
        "officer": house.officer,
        "keep_until": _day(house.keep_until),
    }


def _day(value: date) -> str:
    return dateformat.format(value, "j F Y")
