"""The form as it is looked at. Its frame is kept (``consent.frames``); who it is about and what they chose fill its gaps."""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from accounts import forgery
from consent import frames
from consent.frames import gap
from consent.sheet import Field, Nameless, Sheet, of_nameless
from consent.signing import forms, screens
from consent.signing.screens import Screen
from consent.signing.views.sitting import Sitting, looks, seen
from consent.templatetags.signer import remembered

TEMPLATE = "consent/signing/sheet_frame.html"
MESSAGES = "components/messages.html"


class Notices(NamedTuple):
    """What changed about the form while somebody reads it: what is asked, or the number of a version that came out."""

    changed: bool
    newer: int | None


class Sentence(NamedTuple):
    """The field for a sentence of one's own, in a frame."""

    value: str = gap("sentence")


class Unanswered(NamedTuple):
    """The questions of a frame, as ``forms.ChoicesForm`` has them."""

    questions: tuple[forms.Asked, ...]
    health_sentence: Sentence = Sentence()


class Somebody(NamedTuple):
    """The signer of a frame."""

    pk: str = gap("pk")


class Key(NamedTuple):
    """All that a frame is made from, and nobody in it."""

    looks: tuple[tuple[str, Hashable], ...]
    notices: Notices
    nameless: Nameless
    labels: tuple[tuple[str, str], ...]
    place: Screen
    channels: tuple[tuple[int, str], ...]
    house: tuple[str, str, str]


def show(
    request: HttpRequest, who: Sitting, shown: Sheet, *, place: Screen, channels: Mapping[int, str], notices: Notices
) -> HttpResponse:
    """Show the form. Who saw it is logged (NEN 7513)."""
    seen(request, who)
    key = Key(
        tuple(looks(request, who).items()),
        notices,
        shown.nameless,
        tuple((one.key, one.label) for one in shown.fields),
        place,
        tuple(channels.items()),
        (settings.ORGANISATION, settings.ACCENT, settings.LOGO),
    )
    own = {one.key: one.value for one in shown.fields} | _answers(shown, who.draft) | _token(request, who)
    return HttpResponse(frames.filled(frames.frame(TEMPLATE, _values, key), own))


def _values(key: Key) -> dict[str, Any]:
    """Return what the frame is rendered from: its key, and gaps."""
    sheet = of_nameless(key.nameless, tuple(Field(name, label, gap(name)) for name, label in key.labels))
    choices, channels = screens.asked_on(key.place, shown=sheet), dict(key.channels)
    organisation, accent, logo = key.house
    return {
        **dict(key.looks),
        **key.notices._asdict(),
        "organisation": organisation,
        "accent": accent,
        "logo": logo,
        "sheet": sheet,
        "screen": key.place,
        "form": Unanswered(tuple(forms.asked(choice, channels, chosen=forms.LATER) for choice in choices)),
        "sitting": True,
        "signer": Somebody(),
        "csrf_token": gap("csrf_token"),
        "messages": gap("messages"),
    }


def _answers(shown: Sheet, draft: Mapping[str, str]) -> dict[str, str]:
    """Return the marks of what was chosen, wherever its question stands; the gaps of other options stay empty."""
    chosen = {
        forms.option(choice.id, draft[choice.id]): forms.CHECKED for choice in shown.choices if choice.id in draft
    }
    return {**chosen, "sentence": draft.get("health_sentence", "")}


def _token(request: HttpRequest, who: Sitting) -> dict[str, str]:
    messages = list(get_messages(request))
    secret = request.META.get("CSRF_COOKIE")  # a browser that has it keeps it as it is, for the year that it was given
    return {
        "pk": str(who.signer.pk),
        "csrf_token": forgery.masked(secret) if secret else get_token(request),
        "messages": render_to_string(MESSAGES, {"messages": messages}) if messages else remembered(MESSAGES),
    }
