"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

NAMED = {
    "requesting:home",
    "requesting:contact",
    "review:queue",
    "people:list",
    "people:invites",
    "oversight:access_log",
}
"""Views of which the site's navigation says that this is their page; of others it says the part of the site."""


def site(request: HttpRequest) -> dict[str, Any]:
    """Return what is the same for everybody.

    The organisation's name, its accent colour and logo (a static file's name); whether this is a demo; the name of the
    institution with which one can log in, if there is one; where the navigation is.
    """
    match = request.resolver_match
    view = match.view_name if match else ""
    return {
        "organisation": settings.ORGANISATION,
        "accent": settings.ACCENT,
        "logo": settings.LOGO,
        "demo": settings.DEMO,
        "institution": settings.OIDC_NAME if settings.OIDC_SERVER_URL else "",
        "nav": {"stage": match.namespace if match else "", "here": view if view in NAMED else ""},
    }
