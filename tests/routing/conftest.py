"""Races start with the data that a migration loads."""

from tests.concurrency.conftest import starting_data

__all__ = ["starting_data"]
