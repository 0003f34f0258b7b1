"""The sheet: a wording filled in for one signer. What is shown, hashed and printed comes from here and nowhere else (L6).

Pure: no database, no clock. ``consent.filling`` makes it, ``canonical`` is the text whose SHA-256 the signature stores.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple, override
from zoneinfo import ZoneInfo

from consent import canonical

ZONE = ZoneInfo("Europe/Amsterdam")
type Nameless = tuple[Any, ...]
KEPT = 128
"""Canonical texts without their read-only lines that a process keeps: one takes about 5 kB (decision 0015)."""


class Kept[One](tuple[One, ...]):
    """A tuple that computes its hash once: it is part of what a page is looked up by."""

    hashed: int

    @override
    def __hash__(self) -> int:
        try:
            return self.hashed
        except AttributeError:
            self.hashed = super().__hash__()
            return self.hashed


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


class Field(NamedTuple):
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

    @property
    def nameless(self) -> Nameless:
        """All of it but the read-only lines: the same for many signers."""
        return _nameless(self)

    def canonical(self) -> str:
        """Return the one text of this sheet: JSON, keys sorted. What came after version 1 stands in it only where used."""
        around = _around(_nameless(self))
        return f"{around.before}{_lines(self.fields)}{around.after}"

    def sha256(self) -> str:
        """Digest in hexadecimal of the canonical text."""
        around = _around(_nameless(self))
        digest = around.begun.copy()
        digest.update(_lines(self.fields).encode())
        digest.update(around.ending)
        found: str = digest.hexdigest()
        return found

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


NAMELESS = tuple(name for name in Sheet.__slots__ if name != "fields")
_nameless = attrgetter(*NAMELESS)


def of_nameless(nameless: Nameless, fields: tuple[Field, ...]) -> Sheet:
    """Return the sheet with these read-only lines."""
    return Sheet(fields=fields, **dict(zip(NAMELESS, nameless, strict=True)))


class _Around(NamedTuple):
    """The canonical text but for the read-only lines: before and after them, a digest begun before, and the bytes after."""

    before: str
    after: str
    begun: Any
    ending: bytes


@lru_cache(maxsize=KEPT)
def _around(nameless: Nameless) -> _Around:
    """Return the canonical text before and after the read-only lines: it is the same for many signers."""
    data = dict(zip(NAMELESS, nameless, strict=True)) | {"fields": None}
    data |= {name: [_named(row) for row in data[name]] for name in ("choices", "headings")}
    if not data["headings"]:
        del data["headings"]
    if data["direction"] == "ltr":
        del data["direction"]
    before, after = canonical.text(data).split('"fields":null')
    before = f'{before}"fields":'
    return _Around(before, after, sha256(before.encode()), after.encode())


def _lines(fields: tuple[Field, ...]) -> str:
    """Return the read-only lines as ``canonical.text`` writes them."""
    return f"[{','.join(f'{_line(key, label)}{canonical.quoted(value)}}}' for key, label, value in fields)}]"


@lru_cache(maxsize=KEPT)
def _line(key: str, label: str) -> str:
    return f'{{"key":{canonical.quoted(key)},"label":{canonical.quoted(label)},"value":'


def _named(row: Any) -> dict[str, Any]:
    """Return a row's values by their names: ``asdict`` would also copy all that it holds, which takes four times as long."""
    return {name: getattr(row, name) for name in row.__slots__}


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
