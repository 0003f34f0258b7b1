"""Institutional login by OpenID Connect: how its claims become an account here."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class Adapter(DefaultSocialAccountAdapter):
    """Accounts of an institution."""
