"""Background jobs of the preview stage. Links are made here, so that no job holds one."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent import lasting
from consent.models import Event, Preview, Signer
from consent.preview import mails, operations, queries


@app.task(name="preview.ask", queue="mail", retry=ForEver())
def ask(event_id: int) -> None:
    """Start one job for each who asked to see it and can be mailed, so that one failing mail never repeats the others."""
    preview = _of(event_id)
    with transaction.atomic():
        for signature in queries.unanswered(preview):
            if signature.signer.mail:
                mail_one.defer(signer_id=signature.signer_id, preview_id=preview.pk)


@app.task(name="preview.mail_one", queue="mail", retry=ForEver())
def mail_one(signer_id: int, preview_id: int) -> None:
    """Mail one signer their own link. Does nothing when nobody can be asked about the piece any more."""
    signer = Signer.objects.select_related("subject__request").get(pk=signer_id)
    preview = Preview.objects.select_related("use__request").get(pk=preview_id)
    if queries.is_open(preview, now=timezone.now()):
        with transaction.atomic():
            mails.look(signer=signer, preview=preview, link=lasting.new_link(signer=signer, now=timezone.now()))


@app.task(name="preview.tell_requester", queue="mail", retry=ForEver())
def tell_requester(event_id: int) -> None:
    """Tell the requester once the last who wanted to see a piece has answered."""
    preview = _of(event_id)
    last = preview.answers.order_by("pk").last()
    facts = Event.objects.select_related("facts").get(pk=event_id).facts.data
    if last and last.signature_id == facts["signature"] and not queries.unanswered(preview):
        mails.answered(preview)


@app.task(name="preview.let_go", queue="effects", retry=ForEver())
def let_go(event_id: int) -> None:
    """Remove the files of a request that nobody has to look at any more."""
    for preview in queries.with_file(Event.objects.get(pk=event_id).request_id):
        operations.let_go(preview_id=preview.pk, now=timezone.now())


@app.periodic(cron="41 * * * *")
@app.task(name="preview.let_go_ended", queue="effects", retry=ForEver())
def let_go_ended(timestamp: int) -> None:
    """Remove every file that nobody has to look at any more. ``timestamp`` is the timer's moment, in Unix seconds."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for preview in queries.with_file():
        operations.let_go(preview_id=preview.pk, now=now)


def _of(event_id: int) -> Preview:
    event = Event.objects.select_related("facts").get(pk=event_id)
    return Preview.objects.select_related("use__request__requester").get(pk=event.facts.data["preview"])
