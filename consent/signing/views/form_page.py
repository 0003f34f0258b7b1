"""The form as it is looked at. Its frame is kept (``consent.frames``); who it is about and what they chose fill its gaps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from consent import frames
from consent.frames import gap
from consent.sheet import Field, Sheet
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


def show(
    request: HttpRequest, who: Sitting, shown: Sheet, *, place: Screen, channels: Mapping[int, str], notices: Notices
) -> HttpResponse:
    """Show the form. Who saw it is logged (NEN 7513)."""
    seen(request, who)
    choices = screens.asked_on(place, shown=shown)
    questions = tuple(forms.asked(choice, channels, chosen=forms.LATER) for choice in choices)
    frame = frames.frame(
        TEMPLATE,
        **looks(request, who),
        **notices._asdict(),
        organisation=settings.ORGANISATION,
        accent=settings.ACCENT,
        logo=settings.LOGO,
        sheet=replace(shown, fields=tuple(Field(one.key, one.label, gap(one.key)) for one in shown.fields)),
        screen=place,
        form=Unanswered(questions),
        sitting=True,
        signer=Somebody(),
        csrf_token=gap("csrf_token"),
        messages=gap("messages"),
    )
    own = {one.key: one.value for one in shown.fields} | _answers(questions, who.draft) | _token(request, who)
    return HttpResponse(frames.filled(frame, own))


def _answers(questions: tuple[forms.Asked, ...], draft: Mapping[str, str]) -> dict[str, str]:
    marks = {
        asked.gap(value): forms.CHECKED if draft.get(asked.choice.id) == value else forms.OPEN
        for asked in questions
        for value, _ in asked.choice.options
    }
    return marks | {"sentence": draft.get("health_sentence", "")}


def _token(request: HttpRequest, who: Sitting) -> dict[str, str]:
    messages = list(get_messages(request))
    return {
        "pk": str(who.signer.pk),
        "csrf_token": get_token(request),
        "messages": render_to_string(MESSAGES, {"messages": messages}) if messages else remembered(MESSAGES),
    }
