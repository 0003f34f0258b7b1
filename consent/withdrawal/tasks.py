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
    withdrawal = queries.withdrawal_of(event.facts.data["signature"])
    if withdrawal is None or not withdrawal.signature.signer.mail:
        return
    with transaction.atomic():
        link = lasting.new_link(signer=withdrawal.signature.signer, now=timezone.now())
        mails.withdrawn(withdrawal=withdrawal, link=link)
