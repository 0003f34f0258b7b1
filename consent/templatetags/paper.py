"""What the templates of PDFs need beside Django's own."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from consent.right_to_left import direction

register = template.Library()


@register.filter
def within(text: str, around: str) -> str | SafeString:
    """Give text that is read the other way than what stands around it ("ltr" or "rtl") a direction of its own.

    A browser does this for ``dir="auto"``; WeasyPrint does not know that, and forgets what was set apart at a new line.
    """
    own = direction(text)
    return text if own == around else format_html('<span dir="{}">{}</span>', own, text)
