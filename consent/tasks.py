"""What earlier versions left to do: a job of each event that enqueued its effects, as ``lifecycle.record`` does itself now.

Such a job may wait, or be taken up from a killed worker, when this version is installed: without it a form that was signed
just before would never be sealed. Goes with the first release, from which nobody comes with such jobs.
"""

from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent import lifecycle
from consent.models import Event
from consent.states import EventKind


@app.task(name="consent.follow", queue="effects", retry=ForEver())
def follow(event_id: int) -> None:
    """Enqueue the effects of an event that came without them."""
    lifecycle.enqueue_effects(event_id=event_id, kind=EventKind(Event.objects.get(pk=event_id).kind))
