"""The demo: a mailbox that everybody can read, and data made through the product's own operations. Never in production."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Installed only with AKKOORD_DEMO=1."""

    name = "demo"
    default_auto_field = "django.db.models.BigAutoField"
