"""Background jobs of the routing stage. Links are made here, so that no job holds one."""

from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent import audit, steps
from consent.models import Event, Office, Step, StepLink
from consent.routing import mails, operations


@app.task(name="routing.ask", queue="mail", retry=ForEver())
def ask(event_id: int) -> None:
    """Ask an office whose address is known, as soon as it must agree. A ward's manager is named by the desk."""
    step = _of(event_id)
    address = steps.address_of(Office(step.office))
    if address and not step.links.exists():
        with suppress(operations.NotAskedNow):
            operations.ask(step_id=step.pk, mail=address, by=audit.SYSTEM, now=timezone.now())


@app.task(name="routing.mail_link", queue="mail", retry=ForEver())
def mail_link(link_id: int) -> None:
    """Make the link's token and mail it, both or neither. Nothing happens when it was renewed or answered meanwhile."""
    link = StepLink.objects.select_related("step__request").get(pk=link_id)
    with suppress(operations.NotAskedNow), transaction.atomic():
        mails.ask(link=link, token=operations.new_token(link))


@app.task(name="routing.tell_desk", queue="mail", retry=ForEver())
def tell_desk(event_id: int) -> None:
    """Tell the desk what it waited for, where the office itself answered."""
    event = Event.objects.get(pk=event_id)
    if not event.actor.startswith("user:"):
        mails.tell_desk(_of(event_id))


def _of(event_id: int) -> Step:
    event = Event.objects.select_related("facts").get(pk=event_id)
    return Step.objects.select_related("request").get(pk=event.facts.data["step"])
