"""Fills in a wording for one signer, which makes the sheet (``consent.sheet``). Pure: no database, no clock.

What of a sheet is about nobody in particular is made once for the same words and the same request, and kept (decision 0015).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils import dateformat, translation

from consent.models.choices import Question, options
from consent.right_to_left import set_apart
from consent.sheet import ZONE, About, Asked, AskedUse, Choice, Field, Heading, House, Kept, Sheet
from consent.written import Part, Written, fill, of_subject

KEPT = 128
"""Requests times kinds of subject and languages whose questions and statements a process keeps: one takes about 10 kB."""
LINES = (
    "number",
    "wording",
    "subject",
    "signer",
    "requester",
    "permitted_party",
    "purpose",
    "media",
    "origin",
    "place",
    "ward_contact",
    "recorder",
    "uses",
)
"""The read-only lines of a form (consent-form.md, A)."""


@dataclass(frozen=True, slots=True)
class Common:
    """What questions and statements are made from beside the wording, and all of it. Nobody is named."""

    media: tuple[str, ...]
    uses: tuple[AskedUse, ...]
    kind: str
    house: House


@dataclass(frozen=True, slots=True)
class Words:
    """What a sheet says to everybody alike."""

    headings: tuple[Heading, ...]
    statements: tuple[str, ...]
    choices: tuple[Choice, ...]


def build(*, asked: Asked, written: Written, about: About, house: House) -> Sheet:
    """Fill in a wording for one signer. Raises KeyError where the wording misses a text."""
    texts = written.texts
    if written.direction == "rtl":
        asked, about, house = set_apart(asked), set_apart(about), set_apart(house)
    kind = of_subject(about.subject_kind, patient=about.patient)
    words = _words(written, Common(media=asked.media, uses=asked.uses, kind=kind, house=house))
    return Sheet(
        language=written.language,
        version=written.version,
        title=texts["title"],
        intro=texts["intro"],
        fields=_fields(asked, written, about),
        choices=words.choices,
        statements=words.statements,
        sign=texts["sign"],
        refuse=texts["refuse"],
        headings=words.headings,
        direction=written.direction,
    )


@lru_cache(maxsize=KEPT)
def _words(written: Written, common: Common) -> Words:
    headings, statements = _statements(written, common)
    return Words(Kept(headings), Kept(statements), Kept(_choices(written, common)))


def _statements(written: Written, common: Common) -> tuple[tuple[Heading, ...], tuple[str, ...]]:
    """Return headings and statements that are for this signer; a heading without statements is left out."""
    headings: list[Heading] = []
    statements: list[str] = []
    values = _of_house(common.house, written.dates_in)
    for part in _parts(written, common):
        text = fill(written.texts[part.key], values) if not part.question else ""
        if part.section:
            headings.append(Heading(len(statements), text))
        elif part.statement:
            statements.append(text)
    ends = [heading.before for heading in headings[1:]] + [len(statements)]
    kept = (heading for heading, end in zip(headings, ends, strict=False) if end > heading.before)
    return tuple(kept), tuple(statements)


def _parts(written: Written, common: Common) -> Iterator[Part]:
    return written.parts_for(common.kind, frozenset(use.channel for use in common.uses))


def _fields(asked: Asked, written: Written, about: About) -> tuple[Field, ...]:
    """Return the read-only lines; one that would be empty is left out."""
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
        "origin": _origin(asked, written),
        "place": _place(asked, written.dates_in),
        "ward_contact": asked.ward_contact,
        "recorder": asked.recorder,
        "uses": "; ".join(_use(use, texts) for use in asked.uses),
    }
    labels = _labels(written)
    return tuple([Field(key, labels[key], value) for key, value in values.items() if value])


@lru_cache(maxsize=KEPT)
def _labels(written: Written) -> Mapping[str, str]:
    """Return how each read-only line is called."""
    return {key: written.texts[f"field.{key}"] for key in LINES}


def _origin(asked: Asked, written: Written) -> str:
    made = _day(asked.existing_date, written.dates_in) if asked.existing_date else ""
    values = {"existing_date": made, "existing_source": asked.existing_source, "existing_owner": asked.existing_owner}
    return fill(written.texts[f"origin.{asked.origin}"], values)


def _place(asked: Asked, language: str) -> str:
    parts = [asked.place]
    if asked.starts_at and asked.ends_at:
        parts.append(_from_until(asked.starts_at, asked.ends_at, language))
    return ", ".join([part for part in parts if part])


@lru_cache(maxsize=KEPT)
def _from_until(starts_at: datetime, ends_at: datetime, language: str) -> str:
    start, end = starts_at.astimezone(ZONE), ends_at.astimezone(ZONE)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end.date(), language)} {end:%H:%M}"
    return f"{_day(start.date(), language)}, {start:%H:%M}–{until}"


def _use(use: AskedUse, texts: Mapping[str, str]) -> str:
    return f"{texts[f'channel.{use.channel}']}: {use.name}"


def _choices(written: Written, common: Common) -> Iterator[Choice]:
    texts = written.texts
    for part in _parts(written, common):
        question = part.question
        if question == Question.MEDIUM:
            for medium in common.media:
                values = {"medium": texts[f"medium.{medium}"]}
                yield _choice(texts, question, f"medium.{medium}", medium=medium, values=values)
        elif question == Question.USE:
            for use in common.uses:
                yield _choice(texts, question, f"use.{use.id}", use=use.id, values={"use": _use(use, texts)})
        elif question:
            yield _choice(texts, question, str(question), longest=common.house.longest)


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


def _of_house(house: House, language: str) -> dict[str, str]:
    return {
        "organisation": house.organisation,
        "contact": house.contact,
        "officer": house.officer,
        "keep_until": _day(house.keep_until, language),
    }


@lru_cache(maxsize=KEPT)
def _day(value: date, language: str) -> str:
    with translation.override(language):
        return dateformat.format(value, "j F Y")
