"""A real provider for the tests in this folder, started once, that knows Sam and behaves unless a test says otherwise."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings

from tests.institution import provider
from tests.institution.provider import SAM, Institution, Visitor

LOGIN, PROOF = "/institution/login/callback/", "/sign/proof/back/"


@pytest.fixture(scope="session")
def running() -> Iterator[Institution]:
    """The provider's process."""
    home = django_settings.BASE_URL
    with provider.running(home + LOGIN, home + PROOF) as institution:
        yield institution


@pytest.fixture
def institution(running: Institution, settings: Any) -> Institution:
    """The provider, configured here, as every test finds it."""
    provider.configured(settings, running)
    running.behaves()
    running.knows(sam=SAM)
    return running


@pytest.fixture
def visitor() -> Visitor:
    """Somebody's browser at the provider."""
    return Visitor()
