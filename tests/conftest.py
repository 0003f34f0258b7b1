"""What every test gets."""

import asyncio
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import TransactionTestCase

from consent import house, wordings
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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright leaves an event loop running in the thread that all tests share.

    It is hidden before anything else is set up: Django has another connection where a loop runs, and a transaction that was
    begun on that one would hold nothing of what the test writes.
    """
    items.sort(key=lambda item: "browser" in item.path.parts)
    for item in items:
        names: list[str] = getattr(item, "fixturenames", [])
        names.sort(key=lambda name: name != _no_loop_of_playwright.__name__)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Lay a migrated database where pytest-django looks for one to keep: a copy takes less than migrating."""
    fresh_database()
    return True


@pytest.fixture(scope="session", autouse=True)
def _what_migrations_load_is_always_there() -> Iterator[None]:
    """After a test with real transactions, lay the database anew; Django itself would leave every table empty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: fresh_database())
        yield


def fresh_database() -> None:
    """Replace the tests' database by a freshly migrated one, whoever is still connected."""
    postgresql = connections[DEFAULT_DB_ALIAS]
    assert isinstance(postgresql, DatabaseWrapper)
    postgresql.close()
    postgresql.close_pool()
    database = postgresql.settings_dict
    name = database["NAME"] if database["NAME"].startswith("test_") else f"test_{database['NAME']}"
    template.copy_to(database["TEST"]["NAME"] or name)


@pytest.fixture(autouse=True)
def _no_loop_of_playwright(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hide the event loop that Playwright leaves running in this thread: what seals a PDF runs one of its own."""
    running = asyncio._get_running_loop()
    if running is None or "browser" in request.path.parts:
        yield
        return
    asyncio._set_running_loop(None)
    connections[DEFAULT_DB_ALIAS].close()  # the browser's tests may have laid its database anew
    yield
    asyncio._set_running_loop(running)


@pytest.fixture(autouse=True)
def _nothing_is_known_of_the_database_before() -> None:
    wordings.forget()
    house.forget()
