"""A wording in one language, ready to be filled in: its texts, and which parts are for whom. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from consent.models.choices import Question, SubjectKind

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a statement or a question. Empty conditions hold for everybody and everything."""

    key: str
    kinds: frozenset[str] = field(default_factory=frozenset)
    channels: frozenset[str] = field(default_factory=frozenset)

    @property
    def section(self) -> bool:
        """Whether it is the heading of a section."""
        return self.key.startswith("section.")

    @property
    def statement(self) -> bool:
        """Whether it is a statement."""
        return self.key.startswith("statement.")

    @property
    def question(self) -> Question | None:
        """The question that it is, if it is one."""
        before, _, name = self.key.partition(".")
        return Question(name) if before == "question" else None

    def is_for(self, kind: str, channels: frozenset[str]) -> bool:
        """Whether it is for a subject of this kind in a request with these channels."""
        return (not self.kinds or kind in self.kinds) and (not self.channels or bool(self.channels & channels))


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A version in one language. ``texts`` maps the keys of ``WordingText`` to sentences; ``parts`` are in order.

    Equal to itself alone, so that what is made from it can be kept under it without reading all of it.
    """

    version: int
    language: str
    direction: str
    texts: Mapping[str, str]
    parts: tuple[Part, ...]

    @property
    def dates_in(self) -> str:
        """The language in which dates are written: English where Django does not know this one."""
        return self.language if self.language in LANG_INFO else "en"

    def parts_for(self, kind: str, channels: frozenset[str]) -> Iterator[Part]:
        """Yield the parts for a subject of this kind in a request with these channels."""
        return (part for part in self.parts if part.is_for(kind, channels))


def of_subject(kind: str, *, patient: bool) -> str:
    """Return as which kind somebody counts: a member of staff who is the patient in the recording is a patient (L5)."""
    return SubjectKind.PATIENT if patient else kind


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill in braces by name only: unlike ``str.format``, nothing in the values or the text is ever evaluated."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text) if "{" in text else text


def language_name(code: str) -> str:
    """Return how a language is called: its own name where it is not one of the house's, its code where nobody knows it."""
    known: Mapping[str, str] = LANG_INFO.get(code, {})
    return {"nl": _("Dutch"), "en": _("English")}.get(code) or known.get("name_local", code)
