"""Background jobs of accounts: their letters, and forgetting what has expired."""

import logging
from datetime import UTC, datetime

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from accounts import letters, limits, sealing
from accounts.retrying import ForEver

logger = logging.getLogger(__name__)


@app.task(name=letters.TASK, queue="mail", retry=ForEver())
def send_letter(sealed: str) -> None:
    """Send one letter, unless it is of no use any more: a code that ended while the mail server was away."""
    try:
        letter = letters.unseal(sealed)
    except sealing.CannotOpen:
        logger.error("a letter was sealed with another secret key and is given up")  # noqa: TRY400 -- no traceback needed
        return
    if letter.until is not None and letter.until <= timezone.now().timestamp():
        logger.warning("a letter came too late and is given up", extra={"kind": letter.kind})
        return
    letters.deliver(letter)


@app.periodic(cron="41 * * * *")
@app.task(name="accounts.prune_counts", queue="effects", retry=ForEver())
def prune_counts(timestamp: int) -> None:
    """Delete the counts of tries that had expired at ``timestamp``, the moment of the timer in Unix seconds."""
    limits.prune(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(name="accounts.take_up", queue="effects", retry=ForEver(), pass_context=True)
async def take_up(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 -- timers give it
    """Take up what a worker was doing when it was killed: nobody else would, and a form would stay without its seal."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        logger.warning("a job of a worker that is gone is taken up", extra={"job": job.id, "task": job.task_name})
        await jobs.retry_job(job)
