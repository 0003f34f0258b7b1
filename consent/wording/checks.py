"""What keeps a draft from being published: a text that is missing, or that fills in what cannot be filled in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consent.wording import keys, letters
from consent.wording.queries import Content
from consent.written import PLACEHOLDER

REFERENCE = "nl"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one text, for people. ``language`` is empty where it is about the version as a whole."""

    language: str
    key: str
    message: str


def problems(draft: Content) -> list[Problem]:
    """Return everything that must be put right before a draft can be published."""
    found = list(_missing_languages(draft))
    if not any(part.statement for part in draft.parts):
        found.append(Problem("", "", _("There is no statement. A form without them tells nobody what they agree to.")))
    for language in draft.languages:
        for key in keys.needed(draft.parts):
            text = draft.texts.get((language.code, key), "")
            wrong = text_problem(key, text, reference=draft.texts.get((REFERENCE, key), ""))
            if wrong:
                found.append(Problem(language.code, key, wrong))
    return found


def _missing_languages(draft: Content) -> Iterator[Problem]:
    for code in sorted(keys.NEEDED_LANGUAGES - {language.code for language in draft.languages}):
        yield Problem(
            "", "", _("The language “%(code)s” is missing: a form exists in Dutch and English.") % {"code": code}
        )


def text_problem(key: str, text: str, *, reference: str) -> str:
    """Say what is wrong with one text; empty when nothing is. ``reference`` is the Dutch text."""
    if not text:
        return _("This text is still empty.")
    used, allowed = set(PLACEHOLDER.findall(text)), set(keys.allowed(key))
    if unknown := sorted(used - allowed):
        return _("Nothing can be filled in here for: %(names)s.") % {"names": braced(unknown)}
    if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
        return _("A brace is not closed, or there is a space in it. Write it like {contact}.")
    wanted = allowed if key in keys.MUST_FILL_IN else set(PLACEHOLDER.findall(reference)) & allowed
    if missing := sorted(wanted - used):
        return _("The Dutch text fills this in, so this one must too: %(names)s.") % {"names": braced(missing)}
    if strange := letters.unprintable(text):
        return _("The PDF has no letters for: %(letters)s") % {"letters": " ".join(strange)}
    return ""


def braced(names: list[str]) -> str:
    """Return placeholders as they are written."""
    return ", ".join(f"{{{name}}}" for name in names)
