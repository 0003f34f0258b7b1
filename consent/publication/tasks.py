"""Background jobs of the publication stage."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent.models import Event, TakeDown
from consent.publication import mails, operations, queries
from consent.sheet import ZONE


@app.task(name="publication.ask_take_downs", queue="effects", retry=ForEver())
def ask_take_downs(event_id: int) -> None:
    """Make the take-down tasks that follow a withdrawal, a no afterwards, a freeze or the end of a term."""
    operations.ask_take_downs(request_id=Event.objects.get(pk=event_id).request_id, now=timezone.now())


@app.task(name="publication.mail_take_downs", queue="mail", retry=ForEver())
def mail_take_downs(event_id: int) -> None:
    """Mail the requester the tasks that one event made, unless they are all confirmed by now."""
    event, tasks = _of(event_id)
    if tasks:
        mails.ask_take_downs(event.request, tasks)


@app.periodic(cron="5 6 * * *")
@app.task(name="publication.every_morning", queue="effects", retry=ForEver())
def every_morning(timestamp: int) -> None:
    """Ask for what a term ended, remind of what must go, tell the desk what is late. ``timestamp``: in Unix seconds."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for request_id in queries.may_have_to_go(now=now):
        operations.ask_take_downs(request_id=request_id, now=now)
    for request_id in queries.with_open_take_downs():
        operations.remind(request_id=request_id, now=now)


@app.task(name="publication.mail_reminder", queue="mail", retry=ForEver())
def mail_reminder(event_id: int) -> None:
    """Remind the requester of what must still go, unless it is gone by now."""
    event, tasks = _of(event_id)
    if tasks:
        mails.remind(event.request, tasks, today=event.at.astimezone(ZONE).date())


@app.task(name="publication.tell_desk_late", queue="mail", retry=ForEver())
def tell_desk_late(event_id: int) -> None:
    """Tell the desk what was not taken down in time, unless it is gone by now."""
    event, tasks = _of(event_id)
    if tasks:
        mails.tell_desk_late(event.request, tasks)


def _of(event_id: int) -> tuple[Event, list[TakeDown]]:
    """Return an event about take-downs and those that are still open. Erased facts leave none."""
    event = Event.objects.select_related("request__requester", "facts").get(pk=event_id)
    keys = event.facts.data["take_downs"] if hasattr(event, "facts") else []
    return event, list(queries.open_take_downs(keys))
