"""Background jobs of the review stage."""

from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent.models import Event
from consent.review import mails
from consent.states import AT_DESK


@app.task(name="review.tell_desk", queue="mail", retry=ForEver())
def tell_desk(event_id: int) -> None:
    """Mail the desk that a request waits for it, unless it does not (any more)."""
    request = Event.objects.select_related("request").get(pk=event_id).request
    if request.status in AT_DESK:
        mails.tell_desk(request)
