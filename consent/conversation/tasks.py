"""Background job of the conversation stage."""

from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent import audit
from consent.conversation import mails
from consent.models import Event


@app.task(name="conversation.tell", queue="mail", retry=ForEver())
def tell(event_id: int) -> None:
    """Tell the other side that there is a message."""
    event = Event.objects.select_related("request__requester").get(pk=event_id)
    if event.actor == audit.actor(event.request.requester):
        mails.tell_desk(event.request)
    else:
        mails.tell_requester(event.request)
