"""What the signer's templates say in one word."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from consent.models.choices import Question
from consent.templatetags.akkoord import icon, pictogram

register = template.Library()

FIELD_ICONS = {
    "number": "hash",
    "wording": "languages",
    "subject": "user",
    "signer": "signature",
    "requester": "graduation-cap",
    "permitted_party": "key-round",
    "purpose": "lightbulb",
    "media": "camera",
    "origin": "sparkles",
    "place": "map-pin",
    "ward_contact": "phone",
    "recorder": "video",
    "uses": "globe",
}
"""Pictograms of the sheet's read-only lines, by the key of the line."""

QUESTION_ICONS = {
    Question.RECOGNISABLE: "scan-face",
    Question.NAME: "id-card",
    Question.HEALTH: "heart-pulse",
    Question.TERM: "calendar-clock",
    Question.PREVIEW: "eye",
    Question.TAGGING: "at-sign",
    Question.AI: "bot",
}
"""Pictograms of the questions that are not about a medium or a channel."""


@register.simple_tag
def question_icon(seen: str, question: str) -> SafeString:
    """Return the pictogram of a question: that of its medium or channel (``seen``), else that of its kind."""
    return pictogram(seen) if seen else icon(QUESTION_ICONS[Question(question)])


@register.simple_tag
def field_icon(key: str) -> SafeString:
    """Return the pictogram of a read-only line of the sheet."""
    return icon(FIELD_ICONS.get(key, "info"))


@register.simple_tag
def checked(asked: Any, value: str) -> SafeString:
    """Return what stands after an option of a question (``forms.Asked``): whether it was chosen."""
    mark: SafeString = asked.checked(value)
    return mark


REMEMBERED = 1024
"""Parts of pages that a process keeps: one takes about 2 kB."""


@register.simple_tag
def remembered(part: str, **values: Hashable) -> SafeString:
    """Render a part of a page from these values and nothing else, once for each language of the page (decision 0015).

    The same values give the same part, so what is kept is never out of date. It outlives the page: no value names a person.
    """
    render = _render if settings.DEBUG else _remembered
    return render(part, get_language() or "", tuple(values.items()))


def _render(part: str, _language: str, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return mark_safe(render_to_string(part, dict(values)))  # noqa: S308 -- our own template escaped it


_remembered = lru_cache(maxsize=REMEMBERED)(_render)
