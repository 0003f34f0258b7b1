"""The sheet: a wording filled in for one signer. What is shown, hashed and printed comes from here and nowhere else (L6).

Pure: no database, no clock. ``build`` makes it, ``canonical`` is the text whose SHA-256 the signature stores.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.utils import dateformat, translation

from consent.models.choices import HIGH_VISIBILITY, OPTIONS, SOCIAL, Channel, Question

ZONE = ZoneInfo("Europe/Amsterdam")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


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
        return _digest(_json({**asdict(self), "programme": dict(self.programme)}))


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
    """What the hospital fills in: its name, contact, data protection officer, and until when it keeps the form."""

    organisation: str
    contact: str
    officer: str
    keep_until: date


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
class Sheet:
    """The whole form as one signer sees it."""

    language: str
    version: int
    title: str
    intro: str
    fields: tuple[Field, ...]
    choices: tuple[Choice, ...]
    statements: tuple[str, ...]
    sign: str
    refuse: str

    def canonical(self) -> str:
        """Return the one text of this sheet: JSON, keys sorted."""
        return _json(asdict(self))

    def sha256(self) -> str:
        """Digest in hexadecimal of the canonical text."""
        return _digest(self.canonical())

    def choice(self, choice_id: str) -> Choice:
        """Return a choice by its id; raises KeyError."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)


def parse(canonical: str) -> Sheet:
    """Return the sheet that a canonical text came from: the inverse of ``canonical``."""
    data = json.loads(canonical)
    data["fields"] = tuple(Field(**field) for field in data["fields"])
    data["choices"] = tuple(
        Choice(**{**choice, "options": tuple((value, label) for value, label in choice["options"])})
        for choice in data["choices"]
    )
    data["statements"] = tuple(data["statements"])
    return Sheet(**data)


def build(*, asked: Asked, texts: Mapping[str, str], about: About, house: House, language: str, version: int) -> Sheet:
    """Fill in a wording for one signer.

    ``texts`` maps the keys of ``WordingText`` to sentences in ``language``. Raises KeyError where the wording misses a text.
    """
    with translation.override(language):
        return Sheet(
            language=language,
            version=version,
            title=texts["title"],
            intro=texts["intro"],
            fields=tuple(field for field in _fields(asked, texts, about, language, version) if field.value),
            choices=tuple(_choices(asked, texts, about)),
            statements=tuple(
                _fill(texts[key], _house(house))
                for key in sorted(texts)
                if key.startswith("statement.") and _applies(key, asked)
            ),
            sign=texts["sign"],
            refuse=texts["refuse"],
        )


def _fields(asked: Asked, texts: Mapping[str, str], about: About, language: str, version: int) -> list[Field]:
    requester = ", ".join(part for part in (asked.requester, asked.programme.get(language, "")) if part)
    if asked.supervisor:
        requester += "; " + _fill(texts["supervisor"], {"name": asked.supervisor})
    values = {
        "number": f"{asked.number[:3]}-{asked.number[3:]}",
        "wording": f"{version}, {language}",
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
    values = {
        "existing_date": made,
        "existing_source": asked.existing_source,
        "existing_owner": asked.existing_owner,
    }
    return _fill(texts[f"origin.{asked.origin}"], values)


def _place(asked: Asked) -> str:
    parts = [asked.place]
    if asked.starts_at and asked.ends_at:
        start, end = asked.starts_at.astimezone(ZONE), asked.ends_at.astimezone(ZONE)
        until = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end.date())} {end:%H:%M}"
        parts.append(f"{_day(start.date())}, {start:%H:%M}–{until}")
    return ", ".join(part for part in parts if part)


def _use(use: AskedUse, texts: Mapping[str, str]) -> str:
    return f"{texts[f'channel.{use.channel}']}: {use.name}"


def _choices(asked: Asked, texts: Mapping[str, str], about: About) -> list[Choice]:
    choices = [
        _choice(texts, Question.MEDIUM, f"medium.{medium}", medium=medium, values={"medium": texts[f"medium.{medium}"]})
        for medium in asked.media
    ]
    choices += [
        _choice(texts, Question.USE, f"use.{use.id}", use=use.id, values={"use": _use(use, texts)})
        for use in asked.uses
    ]
    rest = [Question.RECOGNISABLE, Question.NAME]
    if about.patient:
        rest.append(Question.HEALTH)
    rest += [Question.TERM, Question.PREVIEW]
    if any(use.channel in SOCIAL for use in asked.uses):
        rest.append(Question.TAGGING)
    rest.append(Question.AI)
    return choices + [_choice(texts, question, str(question)) for question in rest if f"question.{question}" in texts]


def _choice(
    texts: Mapping[str, str],
    question: Question,
    choice_id: str,
    *,
    medium: str = "",
    use: int | None = None,
    values: Mapping[str, str] | None = None,
) -> Choice:
    options = tuple(
        (value, texts[f"option.{value}" if value in {"yes", "no"} else f"option.{question}.{value}"])
        for value in OPTIONS[question]
    )
    return Choice(choice_id, str(question), medium, use, _fill(texts[f"question.{question}"], values or {}), options)


def _applies(key: str, asked: Asked) -> bool:
    """Whether a statement is for this request: the one on social media only where something can end up there (G2)."""
    public = SOCIAL | HIGH_VISIBILITY | {Channel.HOSPITAL_WEBSITE, Channel.PARTNER}
    return key != "statement.06" or any(use.channel in public for use in asked.uses)


def _house(house: House) -> dict[str, str]:
    return {
        "organisation": house.organisation,
        "contact": house.contact,
        "officer": house.officer,
        "keep_until": _day(house.keep_until),
    }


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Fill in braces by name only: unlike ``str.format``, nothing in the values or the text is ever evaluated."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def _day(value: date) -> str:
    return dateformat.format(value, "j F Y")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    """Write a moment in UTC and a day as ISO 8601, so that the same moment has one text."""
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo("UTC")).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
