"""Background jobs of enrolments: the end time closes."""

from contextlib import suppress

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent.groups import operations


@app.task(name="groups.close_at_end", queue="effects", retry=ForEver())
def close_at_end(enrolment_id: int) -> None:
    """Close an enrolment at its end time; nothing happens where the requester was earlier."""
    with suppress(operations.NotOpen):
        operations.close(enrolment_id=enrolment_id, by=None, now=timezone.now())
