"""What the signer's templates say in one word."""

from django import template
from django.utils.safestring import SafeString

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
