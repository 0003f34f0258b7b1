"""Does at once what the worker would do soon, except sealing, which the worker does as soon as it starts."""

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

FOR_THE_WORKER = "archive"
"""The queue that takes time, and whose documents are dated by when they are really sealed."""


def run_waiting() -> None:
    """Run every waiting job in order, each in a transaction of its own. Raises what a job raises."""
    while job := _next():
        with transaction.atomic():
            app.tasks[job.task_name](**job.args)
            with connection.cursor() as cursor:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job.pk])


def _next() -> ProcrastinateJob | None:
    waiting = ProcrastinateJob.objects.filter(status="todo", scheduled_at=None).exclude(queue_name=FOR_THE_WORKER)
    return waiting.order_by("pk").first()
