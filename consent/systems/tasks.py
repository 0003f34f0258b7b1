"""Jobs of systems: who is told of what."""

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.retrying import ForEver


@app.task(name="systems.tell", queue="systems", retry=ForEver())
def tell(event_id: int) -> None:
    """Begin telling the systems that want to know of an event."""
    from consent.systems import hooks

    hooks.tell(event_id=event_id, now=timezone.now())


@app.task(name="systems.deliver", queue="systems", retry=ForEver())
def deliver(delivery_id: int) -> None:
    """Try once to tell a system; the next try is a job of its own."""
    from consent.systems import hooks

    hooks.deliver(delivery_id=delivery_id, now=timezone.now())
