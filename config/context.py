"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return what is the same for everybody.

    The organisation's name, its accent colour and logo (a static file's name); whether this is a demo; the name of the
    institution with which one can log in, if there is one.
    """
    return {
        "organisation": settings.ORGANISATION,
        "accent": settings.ACCENT,
        "logo": settings.LOGO,
        "demo": settings.DEMO,
        "institution": settings.OIDC_NAME if settings.OIDC_SERVER_URL else "",
    }
