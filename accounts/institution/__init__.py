"""Institutional login by OpenID Connect, in the form that SURFconext uses. Off unless OIDC_SERVER_URL is set."""

from django.conf import settings

PROVIDER = "institution"
"""There is one: whatever the environment configures."""


def configured() -> bool:
    """Return whether an institution is configured. Without one no page speaks of it, and its addresses are not found."""
    return bool(settings.OIDC_SERVER_URL)
