"""What transactional tests need: they empty every table, so the starting data is loaded anew."""

import pytest
from django.apps import apps
from django.utils import timezone

from consent.wording import seed


@pytest.fixture
def starting_data(transactional_db: None) -> None:
    """Load wording, programmes and contacts as the migration does; what is there stays."""
    seed.load(apps, now=timezone.now())
