"""Lets the demo's history look lived: what is done inside ``at`` happens at that moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock

from django.utils import timezone

from consent.sheet import ZONE


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at a moment, for this process: operations take their time as an argument, but rows and jobs read it."""
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


def moment(days: int, hour: int, minute: int = 0, *, since: datetime) -> datetime:
    """Return a time of day in Utrecht, so many days from the day of ``since``; negative is before."""
    day = since.astimezone(ZONE)
    ordinal = day.date().toordinal() + days
    return datetime.fromordinal(ordinal).replace(hour=hour, minute=minute, tzinfo=ZONE)
