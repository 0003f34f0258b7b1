"""The background jobs: what waits in each queue, since when, and trying again at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from consent.health.report import Level, Line, by_age, in_words, moment

OLD, TOO_OLD = timedelta(minutes=10), timedelta(hours=1)
"""After how long a job that waits is looked at, and acted on."""
HEARTBEAT = timedelta(minutes=1)
"""A worker that is there says so every ten seconds."""
MOST = 1000
"""How many failed jobs are tried again at once."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs of one queue: due and not begun; of these, tried before; given up; begun by a worker that is gone."""

    name: str
    waiting: int
    retried: int
    failed: int
    stuck: int
    oldest: datetime | None


def queues(*, now: datetime) -> list[Queue]:
    """Return the queues that have open jobs, by name. One query, whatever the number of jobs."""
    asked = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="deferred").values("at")[:1]
    due = Q(status="todo") & (Q(attempts__gt=0) | Q(scheduled_at=None) | Q(scheduled_at__lte=now))
    stuck = Q(status="doing") & (Q(worker=None) | Q(worker__last_heartbeat__lt=now - HEARTBEAT))
    found = (
        ProcrastinateJob.objects.filter(Q(status="failed") | due | stuck)
        .annotate(asked_at=Subquery(asked))
        .values(name=F("queue_name"))
        .annotate(
            waiting=Count("pk", filter=Q(status="todo")),
            retried=Count("pk", filter=Q(status="todo", attempts__gt=0)),
            failed=Count("pk", filter=Q(status="failed")),
            stuck=Count("pk", filter=Q(status="doing")),
            oldest=Min("asked_at"),
        )
        .order_by("name")
    )
    return [Queue(**row) for row in found]


def lines(found: list[Queue], *, now: datetime) -> list[Line]:
    """Return a line for the worker and one for each queue with open jobs. One query."""
    heartbeat = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    return [_worker(heartbeat, found, now=now), *(_queue(queue, now=now) for queue in found)]


def retry(queue: str, *, now: datetime) -> int:
    """Let the jobs of a queue that were given up, or that wait for their next try, be tried now; return how many.

    A job given up whose twin waits already stays as it is: one of both is enough.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = %s"
            " WHERE queue_name = %s AND status = 'todo' AND attempts > 0 AND scheduled_at > %s",
            [now, queue, now],
        )
        sooner: int = cursor.rowcount
        cursor.execute(
            "SELECT procrastinate_retry_job_v2(id, %s, NULL, NULL, NULL) FROM ("
            " SELECT DISTINCT ON (coalesce(queueing_lock, id::text)) id FROM procrastinate_jobs AS job"
            " WHERE queue_name = %s AND status = 'failed' AND NOT EXISTS (SELECT FROM procrastinate_jobs AS twin"
            " WHERE twin.status = 'todo' AND twin.queueing_lock = job.queueing_lock)"
            " ORDER BY coalesce(queueing_lock, id::text), id LIMIT %s) AS failed",
            [now, queue, MOST],
        )
        return sooner + len(cursor.fetchall())


def _worker(heartbeat: datetime | None, found: list[Queue], *, now: datetime) -> Line:
    title, facts = _("Worker"), {"heartbeat": moment(heartbeat)}
    if heartbeat and now - heartbeat <= HEARTBEAT:
        return Line("worker", Level.GOOD, title, _("A worker is running."), facts=facts)
    waiting = any(queue.waiting for queue in found)
    said = _("No worker is running: no mail goes out and nothing is sealed.")
    todo = _("Start it: manage.py worker. Nothing is lost; what waits is done as soon as it runs.")
    return Line("worker", Level.BAD if waiting else Level.WARN, title, said, todo, facts)


def _queue(queue: Queue, *, now: datetime) -> Line:
    age = now - queue.oldest if queue.oldest else timedelta(0)
    level = by_age(age, warn=OLD, bad=TOO_OLD) if queue.waiting or queue.stuck else Level.GOOD
    if queue.failed:
        level = Level.BAD
    said = [ngettext("%(n)s job waits.", "%(n)s jobs wait.", queue.waiting) % {"n": queue.waiting}]
    if queue.retried:
        said.append(_("%(n)s did not succeed yet and are tried every five minutes.") % {"n": queue.retried})
    if queue.stuck:
        said.append(_("%(n)s were begun by a worker that is gone.") % {"n": queue.stuck})
    if queue.failed:
        said.append(_("%(n)s were given up.") % {"n": queue.failed})
    said.append(_("The oldest is %(age)s old.") % {"age": in_words(age)})
    todo = _("Read the worker's log for the reason, mend it, then try again.") if level != Level.GOOD else ""
    facts = {"waiting": queue.waiting, "retried": queue.retried, "failed": queue.failed, "stuck": queue.stuck}
    return Line(
        f"queue_{queue.name}",
        level,
        _("Jobs in the queue “%(name)s”") % {"name": queue.name},
        " ".join(said),
        todo,
        facts | {"oldest": moment(queue.oldest)},
        retry=queue.name if queue.retried or queue.failed else "",
    )
