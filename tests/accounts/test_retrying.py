"""Background jobs are tried again until they succeed, with a breath in between."""

from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from accounts.retrying import ForEver
from accounts.tasks import take_up

GIVES_UP = ["signing.mail_code"]
"""Who waits for a code asks for another."""


def test_every_task_is_tried_for_ever_but_the_one_that_another_replaces() -> None:
    app.perform_import_paths()
    tried = {name: task.retry_strategy for name, task in sorted(app.tasks.items()) if "builtin" not in name}
    assert len(tried) > 15
    assert [name for name, strategy in tried.items() if not isinstance(strategy, ForEver)] == GIVES_UP


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (5, 32), (9, 300), (100_000, 300)])
def test_a_job_is_tried_again_for_ever_at_most_five_minutes_apart(attempts: int, seconds: int) -> None:
    job = Job(id=1, queue="archive", lock=None, queueing_lock=None, task_name="x", attempts=attempts)
    before = datetime.now(UTC)
    decision = ForEver().get_retry_decision(exception=OSError(), job=job)
    assert decision.retry_at is not None
    assert 0 <= (decision.retry_at - before).total_seconds() - seconds < 5


@pytest.mark.django_db
@pytest.mark.parametrize(("silent", "status"), [(5, "doing"), (120, "todo")])
def test_what_a_killed_worker_was_doing_is_taken_up(silent: int, status: str) -> None:
    job_id = app.configure_task("archive.seal_signature").defer(event_id=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent],
        )
        worker = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [*worker, job_id]
        )
    itself = Job(id=0, queue="effects", lock=None, queueing_lock=None, task_name="accounts.take_up")
    context = JobContext(app=app, start_timestamp=0, job=itself, abort_reason=lambda: None)
    async_to_sync(take_up.func)(context, timestamp=0)
    assert ProcrastinateJob.objects.get(pk=job_id).status == status
