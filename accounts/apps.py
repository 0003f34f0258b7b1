"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may log in, and as what."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
