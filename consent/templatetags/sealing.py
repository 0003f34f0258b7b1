"""What templates show of a sealed document's proof."""

from django import template

from consent import timestamps
from consent.models import Document

register = template.Library()


@register.simple_tag
def timestamp_of(document: Document) -> timestamps.Shown:
    """Return a document's timestamp, or that it is missing: ``{% timestamp_of document as stamp %}``."""
    return timestamps.of(document)
