"""Which texts a wording has, what each is for, and what may be filled in where. The kinds are code, the words are data."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from consent.models import OPTIONS, Capacity, Channel, Medium, Question, SubjectKind
from consent.written import Part

NEEDED_LANGUAGES = frozenset({"nl", "en"})
"""Forms exist in Dutch and English (G3); Dutch is what other languages are compared with."""
ALWAYS_ASKED = frozenset({Question.MEDIUM, Question.USE, Question.RECOGNISABLE, Question.TERM})
"""Questions that no version can leave out or ask of some only: what is permitted hangs on their answers."""

TOP = {"title": _("Title"), "intro": _("Introduction")}
BUTTONS = {"sign": _("Button to sign"), "refuse": _("Button to say no")}
LINES = {
    "field.number": _("Line: request number"),
    "field.wording": _("Line: form version and language"),
    "field.subject": _("Line: whom the form is about"),
    "field.signer": _("Line: who signs"),
    "field.requester": _("Line: who asks"),
    "field.permitted_party": _("Line: who gets the permission"),
    "field.purpose": _("Line: what and why"),
    "field.media": _("Line: kind of recording"),
    "field.origin": _("Line: new or already made"),
    "field.place": _("Line: where and when"),
    "field.ward_contact": _("Line: contact on the ward"),
    "field.recorder": _("Line: who records"),
    "field.uses": _("Line: where it is seen or heard"),
    "origin.new": _("Answer: a new recording"),
    "origin.existing": _("Answer: already made"),
    "supervisor": _("Supervisor, behind who asks"),
}
NAMES = {
    **{f"medium.{one.value}": one.label for one in Medium},
    **{f"channel.{one.value}": one.label for one in Channel},
    **{f"kind.{one.value}": one.label for one in SubjectKind},
    **{f"capacity.{one.value}": one.label for one in Capacity},
}
ANSWERS = {"option.yes": _("Answer: yes"), "option.no": _("Answer: no")}
LABELS = {**TOP, **LINES, **NAMES, **ANSWERS, **BUTTONS}
"""The texts that every wording has, and what each is called at the desk."""

MEANINGS = {
    "organisation": _("the name of the organisation"),
    "contact": _("mail address and phone of the communication team"),
    "officer": _("address of the data protection officer"),
    "keep_until": _("the day until which the form is kept"),
    "medium": _("the kind of recording that is asked"),
    "use": _("the channel with its exact account, page or programme"),
    "existing_date": _("the day on which the material was made"),
    "existing_source": _("where the material comes from"),
    "existing_owner": _("who owns the material"),
    "name": _("the supervisor's name"),
}
"""What is filled in for each word between braces."""
_STATEMENT = ("organisation", "contact", "officer", "keep_until")
_ALLOWED = {
    "question.medium": ("medium",),
    "question.use": ("use",),
    "origin.existing": ("existing_date", "existing_source", "existing_owner"),
    "supervisor": ("name",),
}
MUST_FILL_IN = frozenset({"question.medium", "question.use", "supervisor"})
"""Texts that make no sense without their placeholder."""


def allowed(key: str) -> tuple[str, ...]:
    """Return the placeholders that a text can have."""
    if key.startswith("statement."):
        return _STATEMENT
    return _ALLOWED.get(key, ())


def of_question(question: Question) -> tuple[str, ...]:
    """Return the keys of a question's texts: itself and its own options."""
    options = (f"option.{question}.{value}" for value in OPTIONS[question] if value not in {"yes", "no"})
    return (f"question.{question}", *options)


def of_part(part: Part) -> tuple[str, ...]:
    """Return the keys of the texts that a part needs."""
    return of_question(part.question) if part.question else (part.key,)


def needed(parts: Iterable[Part]) -> Iterator[str]:
    """Yield the key of every text that a wording with these parts needs."""
    yield from LABELS
    for part in parts:
        yield from of_part(part)


def label(key: str) -> str:
    """Return what a text is called at the desk."""
    if key in LABELS:
        return str(LABELS[key])
    before, _dot, rest = key.partition(".")
    if before == "question":
        return str(Question(rest).label)
    if before == "option":
        return str(_("Answer"))
    return str(_("Heading") if before == "section" else _("Statement"))
