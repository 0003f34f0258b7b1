"""What every test gets."""

import hypothesis
import pytest
from django.conf import settings
from django.db import connection

from tests import template


def pytest_configure() -> None:
    """Make passwords cheap and serve static files from where they lie; nothing else differs from what runs."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # A shared machine is slow at times; that says nothing about what is tested.
    slow_is_fine = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("shared-machine", deadline=None, suppress_health_check=slow_is_fine)
    hypothesis.settings.load_profile("shared-machine")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Lay a migrated database where pytest-django looks for one to keep: a copy takes less than migrating."""
    database = connection.settings_dict
    template.copy_to(database["TEST"]["NAME"] or f"test_{database['NAME']}")
    return True
