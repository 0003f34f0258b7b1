"""The second factor: how django-allauth keeps and shows it here."""

from allauth.mfa.adapter import DefaultMFAAdapter


class Adapter(DefaultMFAAdapter):
    """Second factors of accounts."""
