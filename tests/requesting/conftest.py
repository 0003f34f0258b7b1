"""Sam, Sam's browser and Sam's draft."""

import pytest
from django.test import Client

from consent.requesting import operations
from tests.factories import NOW
from tests.requesting import cast


@pytest.fixture
def sam():
    return cast.sam()


@pytest.fixture
def browser(sam):
    client = Client()
    client.force_login(sam)
    return client


@pytest.fixture
def draft(sam):
    return operations.start_draft(requester=sam, now=NOW)
