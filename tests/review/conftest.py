"""Who looks at the queue, and whose requests stand in it."""

import pytest
from django.test import Client

from accounts.models import User
from tests import factories


@pytest.fixture
def rosa(client: Client) -> User:
    """A reviewer who is logged in and reads English."""
    return factories.at_the_desk(client)


@pytest.fixture
def desk(client: Client, rosa: User) -> Client:
    """Her browser."""
    return client


@pytest.fixture
def sam() -> User:
    """A requester."""
    return factories.user(name="Sam Visser")
