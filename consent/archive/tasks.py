"""Background jobs of the archive. Sealing is tried again for ever: a signature that was given is not forgotten.

The web processes load this module too, to enqueue jobs; what prints and seals is loaded by the first job that needs it.
"""

import logging
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.retrying import ForEver
from consent import store
from consent.archive import mails, queries
from consent.effects import UNHURRIED
from consent.models import Checkpoint, Event, EventFacts

logger = logging.getLogger(__name__)


@app.task(name="archive.seal_signature", queue="archive", retry=ForEver())
def seal_signature(event_id: int) -> None:
    """Archive the form that an event says was signed."""
    from consent.archive import operations

    operations.seal_signature(signature_id=_facts(event_id)["signature"], now=timezone.now())


@app.task(name="archive.seal_dossier", queue="archive", retry=ForEver())
def seal_dossier(event_id: int) -> None:
    """Archive the dossier of the decision that an event tells of."""
    from consent.archive import operations

    operations.seal_dossier(review_id=_facts(event_id)["review"], now=timezone.now())


@app.task(name="archive.seal_dossier_anew", queue="archive", retry=ForEver())
def seal_dossier_anew(event_id: int) -> None:
    """Archive the dossier anew after the withdrawal that an event tells of, where a decision came before it."""
    from consent.archive import operations

    operations.seal_dossier_anew(request_id=Event.objects.get(pk=event_id).request_id, now=timezone.now())


@app.task(name="archive.send_copy", queue="mail", retry=ForEver(), priority=UNHURRIED)
def send_copy(event_id: int) -> None:
    """Mail a signer the way to their sealed copy (L7). Dossiers go to nobody."""
    signature_id = _facts(event_id)["signature"]
    if signature_id is not None:
        mails.send_copy(queries.printable(signature_id), now=timezone.now())


@app.task(name="archive.strengthen", queue="archive", retry=ForEver())
def strengthen(document_id: int) -> None:
    """Get the timestamp that a document misses, and what proves it for years."""
    from consent.archive import renewing

    renewing.strengthen(document_id=document_id, now=timezone.now())


@app.periodic(cron="23 6 * * *")
@app.task(name="archive.watch_certificate", queue="mail", retry=ForEver())
def watch_certificate(timestamp: int) -> None:  # noqa: ARG001 -- timers give it
    """Tell the administrators in good time that the seal's certificate ends."""
    mails.certificate_ends(now=timezone.now())


@app.periodic(cron="50 4 * * *")
@app.task(name="archive.checkpoint", queue="archive", retry=ForEver())
def checkpoint(timestamp: int) -> None:  # noqa: ARG001 -- the scheduler gives it
    """Seal where the history stands today."""
    from consent.archive import checkpoints

    checkpoints.make(now=timezone.now())


@app.periodic(cron="35 4 * * *")
@app.task(name="archive.sweep", queue="archive", retry=ForEver())
def sweep(timestamp: int) -> None:
    """Remove files that no row knows. ``timestamp``: the timer's moment, in Unix seconds.

    Fails, so that the health page shows it, where the database's history is not the one of the files.
    """
    from consent.archive import sweeping

    done = sweeping.sweep(now=datetime.fromtimestamp(timestamp, UTC))
    if done.removed or done.waiting:
        logger.info("files that no row knows", extra={"removed": len(done.removed), "waiting": len(done.waiting)})


@app.task(name="archive.mail_checkpoint", queue="mail", retry=ForEver())
def mail_checkpoint(checkpoint_id: int) -> None:
    """Mail a checkpoint to the desk."""
    mails.send_checkpoint(Checkpoint.objects.get(pk=checkpoint_id))


@app.task(name=store.COPY, queue="archive", retry=ForEver())
def copy(digest: str, ending: str) -> None:
    """Make the second copy of a file of the archive."""
    store.copy(digest, ending=ending)


def _facts(event_id: int) -> dict[str, Any]:
    data: dict[str, Any] = EventFacts.objects.get(pk=event_id).data
    return data
