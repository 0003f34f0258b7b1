"""A version as the desk sees it: its texts in groups, languages side by side, each beside the text of another version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consent.models import Channel, Question, SubjectKind, WordingLanguage
from consent.wording import checks, keys
from consent.wording.compare import Piece, pieces
from consent.wording.queries import Content
from consent.written import Part

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Cell:
    """One text in one language. ``before`` is what the other version says; ``typed`` what could not be stored."""

    key: str
    language: WordingLanguage
    stored: str
    before: str
    typed: str | None = None
    told: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """Its name in a form and on the page."""
        return f"{self.language.code}:{self.key}"

    @property
    def shown(self) -> str:
        """What stands in the box."""
        return self.stored if self.typed is None else self.typed

    @property
    def changed(self) -> bool:
        """Whether it is not what the other version says."""
        return self.stored != self.before

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The two texts as one."""
        return pieces(self.before, self.stored)


@dataclass(frozen=True, slots=True)
class Limit:
    """A condition that can be ticked."""

    value: str
    label: "str | StrPromise"
    on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One text in all languages. A part's first row carries the part, whether it came or went, and its conditions."""

    key: str
    label: str
    cells: tuple[Cell, ...]
    placeholders: tuple[tuple[str, str], ...] = ()
    part: Part | None = None
    state: str = ""
    fixed: bool = False
    kinds: tuple[Limit, ...] = ()
    channels: tuple[Limit, ...] = ()
    conditions: str = ""
    conditions_before: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything of it differs."""
        return bool(self.state) or self.conditions != self.conditions_before or any(c.changed for c in self.cells)

    @property
    def wrong(self) -> bool:
        """Whether anything of it must be put right."""
        return any(cell.problem or cell.told for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that belong together. ``off`` are the questions that are not asked."""

    id: str
    title: str
    rows: tuple[Row, ...]
    off: tuple[tuple[str, str], ...] = ()

    @property
    def wrong(self) -> int:
        """How many of its texts must be put right."""
        return sum(bool(cell.problem or cell.told) for row in self.rows for cell in row.cells)

    @property
    def changed(self) -> int:
        """How many of its texts differ."""
        return sum(row.changed for row in self.rows)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and could not be stored, with what to say about it; both by the names of the boxes."""

    texts: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)


def groups(content: Content, other: Content, *, typed: Typed | None = None) -> list[Group]:
    """Return all texts of a version beside those of another, earlier one; what only the earlier one has comes last."""
    made = _Maker(content, other, typed or Typed())
    asked = {part.question for part in content.parts}
    off = tuple((f"question.{one}", str(one.label)) for one in Question if one not in asked)
    return [
        Group("top", _("Above the form"), made.texts(keys.TOP)),
        Group("told", _("Headings and statements"), made.of_parts(content.told, other.told)),
        Group("asked", _("Questions"), made.of_parts(content.asked, other.asked), off),
        Group("answers", _("Yes and no, and the buttons"), made.texts([*keys.ANSWERS, *keys.BUTTONS])),
        Group("lines", _("What is asked: the lines that are filled in"), made.texts(keys.LINES)),
        Group("names", _("Names of recordings, channels and people"), made.texts(keys.NAMES)),
    ]


class _Maker:
    def __init__(self, content: Content, other: Content, typed: Typed) -> None:
        self.content, self.other, self.typed = content, other, typed
        known = {language.code for language in content.languages}
        self.languages = [*content.languages, *(one for one in other.languages if one.code not in known)]

    def texts(self, wanted: Iterable[str]) -> tuple[Row, ...]:
        return tuple(Row(key, keys.label(key), self.cells(key), _meanings(key)) for key in wanted)

    def of_parts(self, mine: Sequence[Part], others: Sequence[Part]) -> tuple[Row, ...]:
        own = {part.key for part in mine}
        gone = [part for part in others if part.key not in own]
        return tuple(row for part in [*mine, *gone] for row in self.of_part(part, gone=part in gone))

    def of_part(self, part: Part, *, gone: bool) -> Iterable[Row]:
        before = self.other.part(part.key)
        first, *options = keys.of_part(part)
        yield Row(
            key=first,
            label=keys.label(first),
            cells=self.cells(first, gone=gone),
            placeholders=_meanings(first),
            part=part,
            state="gone" if gone else "" if before else "new",
            fixed=part.question in keys.ALWAYS_ASKED,
            kinds=tuple(Limit(one.value, one.label, one.value in part.kinds) for one in SubjectKind),
            channels=tuple(Limit(one.value, one.label, one.value in part.channels) for one in Channel),
            conditions=conditions(part),
            conditions_before=conditions(before) if before else conditions(part),
        )
        for key in options:
            yield Row(key, keys.label(key), self.cells(key, gone=gone))

    def cells(self, key: str, *, gone: bool = False) -> tuple[Cell, ...]:
        return tuple(self.cell(key, language, gone=gone) for language in self.languages)

    def cell(self, key: str, language: WordingLanguage, *, gone: bool) -> Cell:
        name = f"{language.code}:{key}"
        stored = "" if gone else self.content.texts.get((language.code, key), "")
        reference = self.content.texts.get((checks.REFERENCE, key), "")
        return Cell(
            key=key,
            language=language,
            stored=stored,
            before=self.other.texts.get((language.code, key), ""),
            typed=self.typed.texts.get(name),
            told=self.typed.told.get(name, ""),
            problem="" if gone else checks.text_problem(key, stored, reference=reference),
        )


def _meanings(key: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{{{name}}}", str(keys.MEANINGS[name])) for name in keys.allowed(key))


def conditions(part: Part) -> str:
    """Say in words for whom and where a part is."""
    kinds = ", ".join(str(one.label) for one in SubjectKind if one.value in part.kinds)
    channels = ", ".join(str(one.label) for one in Channel if one.value in part.channels)
    if kinds and channels:
        return _("Only for: %(kinds)s. Only where it can appear on: %(channels)s.") % {
            "kinds": kinds,
            "channels": channels,
        }
    if kinds:
        return _("Only for: %(kinds)s.") % {"kinds": kinds}
    if channels:
        return _("Only where it can appear on: %(channels)s.") % {"channels": channels}
    return _("Always, for everybody.")
