"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the organisation's name, its accent colour and logo (a static file's name), and whether this is a demo."""
    return {
        "organisation": settings.ORGANISATION,
        "accent": settings.ACCENT,
        "logo": settings.LOGO,
        "demo": settings.DEMO,
    }
