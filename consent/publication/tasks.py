"""Background jobs of the publication stage."""

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent.models import Event
from consent.publication import mails, operations, queries


@app.task(name="publication.ask_take_downs", queue="effects", retry=ForEver())
def ask_take_downs(event_id: int) -> None:
    """Make the take-down tasks that follow a withdrawal or a freeze."""
    operations.ask_take_downs(request_id=Event.objects.get(pk=event_id).request_id, now=timezone.now())


@app.task(name="publication.mail_take_downs", queue="mail", retry=ForEver())
def mail_take_downs(event_id: int) -> None:
    """Mail the requester the tasks that one event made, unless they are all confirmed by now."""
    event = Event.objects.select_related("request__requester", "facts").get(pk=event_id)
    tasks = list(queries.open_take_downs(event.facts.data["take_downs"]))
    if tasks:
        mails.ask_take_downs(event.request, tasks)
