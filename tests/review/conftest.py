"""Who looks at the queue, and whose requests stand in it."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests import factories


@pytest.fixture
def rosa(client: Client) -> User:
    """A reviewer who is logged in and reads English."""
    rosa = factories.user("rosa@desk.example", role=Role.REVIEWER)
    factories.log_in(client, rosa)
    client.cookies["language"] = "en"
    return rosa


@pytest.fixture
def sam() -> User:
    """A requester."""
    return factories.user(name="Sam Visser")
