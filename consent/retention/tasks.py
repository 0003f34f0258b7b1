"""Background jobs of retention: each night what ends, who is told, what is destroyed; and the files of one destruction."""

from contextlib import suppress
from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent.audit import SYSTEM
from consent.destroying import ERASE_FILES, Held, NotSealedYet
from consent.models import Event, TermReminder
from consent.retention import mails, operations, queries
from consent.sheet import ZONE


@app.periodic(cron="11 4 * * *")
@app.task(name="retention.every_night", queue="effects", retry=ForEver())
def every_night(timestamp: int) -> None:
    """End what ended, remind of what ends soon, destroy what is due. ``timestamp``: the timer's moment, in Unix seconds."""
    now = datetime.fromtimestamp(timestamp, UTC)
    end_terms(now=now)
    remind_of_terms(now=now)
    destroy_due(now=now)


def end_terms(*, now: datetime) -> None:
    """End the requests to which no consent stands any more."""
    for request_id in queries.may_have_ended(today=now.astimezone(ZONE).date()).values_list("pk", flat=True):
        with suppress(operations.NotEnded):
            operations.end(request_id=request_id, now=now)


def remind_of_terms(*, now: datetime) -> None:
    """Tell requesters what ends soon."""
    for request in queries.may_end_soon(today=now.astimezone(ZONE).date()):
        operations.remind(request_id=request.pk, days=settings.TERM_REMINDER_DAYS, now=now)


def destroy_due(*, now: datetime) -> int:
    """Destroy what is due, as often as it takes; return how many destructions there were. Held ones wait."""
    made, before = 0, -1
    while before != made:
        before = made
        for due in queries.upcoming(until=now.astimezone(ZONE).date()):
            with suppress(operations.NotDue, Held, NotSealedYet):
                operations.destroy_due(request_id=due.request.pk, by=SYSTEM, now=now)
                made += 1
    return made


@app.task(name=ERASE_FILES, queue="archive", retry=ForEver())
def erase_files(destruction_id: int) -> None:
    """Remove the files of one destruction."""
    operations.erase_files(destruction_id=destruction_id)


@app.task(name="retention.tell_term_ending", queue="mail", retry=ForEver())
def tell_term_ending(event_id: int) -> None:
    """Mail the requester that what a request allows ends."""
    event = Event.objects.select_related("facts", "request__requester").get(pk=event_id)
    reminder = TermReminder.objects.get(pk=event.facts.data["reminder"])
    mails.tell_term_ending(event.request, reminder=reminder)
