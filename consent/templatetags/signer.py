"""What the signer's templates say in one word."""

from django import template
from django.utils.safestring import SafeString

from consent.templatetags.akkoord import icon

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


@register.simple_tag
def field_icon(key: str) -> SafeString:
    """Return the pictogram of a read-only line of the sheet."""
    return icon(FIELD_ICONS.get(key, "info"))
