"""What every test gets."""

import hypothesis
from django.conf import settings


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
