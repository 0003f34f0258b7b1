"""The consent app: the product."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """From a request to a sealed, looked-up, withdrawable consent."""

    name = "consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from consent import checks  # noqa: F401 - checks register themselves when imported
