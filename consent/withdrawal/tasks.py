"""Background jobs of the withdrawal stage."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent import lasting
from consent.models import Event
from consent.withdrawal import mails, queries


@app.task(name="withdrawal.confirm_withdrawal", queue="mail", retry=ForEver())
def confirm_withdrawal(event_id: int) -> None:
    """Mail a signer that their consent was taken back, if there is an address."""
    event = Event.objects.select_related("facts").get(pk=event_id)
    found = queries.taken_back(event)
    if not found or not found[0].signature.signer.mail:
        return
    with transaction.atomic():
        link = lasting.new_link(signer=found[0].signature.signer, now=timezone.now())
        mails.withdrawn(found, asked=event.facts.data, link=link)
