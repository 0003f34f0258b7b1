"""Does at once what the worker would do soon."""

import time
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.tasks import Task

ARCHIVE = "archive"
"""The queue that takes time, and whose documents are dated by when they are really sealed."""


def run_waiting() -> None:
    """Run every waiting job but the archive's, in order, each in a transaction of its own. Raises what a job raises."""
    while job := _waiting().exclude(queue_name=ARCHIVE).first():
        _run(job)


def run_archive(*, seconds: float) -> int:
    """Seal for so many seconds, with what follows; return how many documents are left for the worker."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and (job := _waiting().first()):
        _run(job)
    return _waiting().filter(queue_name=ARCHIVE).count()


def tasks() -> Mapping[str, Task[..., Any, ...]]:
    """Return every task by its name; procrastinate itself looks for them no sooner than it enqueues one."""
    ours: Any = app
    ours.perform_import_paths()
    return app.tasks


def _waiting() -> QuerySet[ProcrastinateJob]:
    """Return what anybody can do; a job that asks for its worker (``pass_context``) is for the worker alone."""
    workers_own = [name for name, task in tasks().items() if task.pass_context]
    found = ProcrastinateJob.objects.filter(status="todo", scheduled_at=None).exclude(task_name__in=workers_own)
    return found.order_by("pk")


def _run(job: ProcrastinateJob) -> None:
    with transaction.atomic():
        tasks()[job.task_name](**job.args)
        with connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job.pk])
