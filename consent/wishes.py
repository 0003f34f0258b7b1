"""The conditions of a permission in words: for the requester in sentences, for the desk and the dossier in short. Pure.

The requester's words say what holds for everybody, never whose wish it was.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

from consent.conditions import Conditions, Given, strictest

NAMED: dict[str, Promise] = {
    "full_name": gettext_lazy("with names if you like"),
    "first_name": gettext_lazy("with first names only"),
    "role": gettext_lazy("without names, with roles only"),
    "no_name": gettext_lazy("without names"),
}
NAMED_SHORT: dict[str, Promise] = {
    "full_name": pgettext_lazy("how to name people", "full name"),
    "first_name": pgettext_lazy("how to name people", "first name"),
    "role": pgettext_lazy("how to name people", "role, no name"),
    "no_name": pgettext_lazy("how to name people", "no name"),
}


def clauses(conditions: Conditions, *, allowed: bool) -> Iterator[str]:
    """Yield what follows "You may post photos on LinkedIn until 1 May 2027, …". ``allowed``: nobody is waited for."""
    if conditions.once:
        yield gettext("one time only")
    if conditions.unrecognisable:
        yield gettext("with everyone unrecognisable")
    yield str(NAMED[conditions.name])
    if conditions.preview:
        number = {"number": apnumber(conditions.preview)}
        yield (
            ngettext(
                "only what one person has seen and agreed to",
                "only what %(number)s people have seen and agreed to",
                conditions.preview,
            )
            if allowed
            else ngettext(
                "as soon as one person has seen it and said yes",
                "as soon as %(number)s people have seen it and said yes",
                conditions.preview,
            )
        ) % number


def notes(conditions: Conditions, *, social: bool, allowed: bool) -> Iterator[str]:
    """Yield the sentences that stand below it. ``social``: people can be tagged there."""
    if conditions.preview and not allowed:
        number = {"number": apnumber(conditions.preview)}
        yield (
            ngettext("Show it to one person first.", "Show it to %(number)s people first.", conditions.preview) % number
        )
    if conditions.health is not None:
        yield _health(conditions.health)
    if social:
        yield gettext("You may tag the people in it.") if conditions.tagging else gettext("Do not tag anyone.")
    if conditions.ai is not None:
        yield (
            gettext("AI may be made or trained with it.")
            if conditions.ai
            else gettext("Do not make or train AI with it.")
        )


def _health(sentences: tuple[str, ...]) -> str:
    if not sentences:
        return gettext("Say nothing about anyone's health.")
    said = " ".join(f"“{sentence}”" for sentence in sentences)
    return gettext("About health, say only: %(sentences)s") % {"sentences": said}


def short(conditions: Conditions) -> Iterator[str]:
    """Yield the conditions in a few words each, as they stand below what comes of a use, for the desk."""
    if conditions.once:
        yield pgettext("term", "one time only")
    if conditions.unrecognisable:
        yield pgettext("recording", "unrecognisable")
    yield str(NAMED_SHORT[conditions.name])
    if conditions.health is not None:
        yield _health_short(conditions.health)
    if conditions.tagging:
        yield gettext("may be tagged")
    if conditions.ai is not None:
        yield gettext("AI allowed") if conditions.ai else gettext("no AI")
    if conditions.preview:
        yield ngettext("%(number)s wants to see it first", "%(number)s want to see it first", conditions.preview) % {
            "number": conditions.preview
        }


def of_person(given: tuple[Given, ...]) -> Iterator[str]:
    """Yield what one person asks, for the desk: the strictest of all who signed for them."""
    if not given:
        return
    if any(one.recognisable == "voice_only" for one in given):
        yield pgettext("recording", "voice only")
    asked = strictest([given])
    yield from short(replace(asked, preview=0))
    if asked.preview:
        yield gettext("wants to see it first")


def _health_short(sentences: tuple[str, ...]) -> str:
    if not sentences:
        return gettext("nothing about health")
    return gettext("health: %(sentences)s") % {"sentences": " ".join(f"“{sentence}”" for sentence in sentences)}
