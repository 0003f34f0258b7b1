"""What the demo does at once in the worker's place."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from demo import jobs

pytestmark = pytest.mark.django_db


def test_what_asks_for_its_worker_is_left_to_the_worker() -> None:
    app.tasks["accounts.take_up"].defer(timestamp=0)
    jobs.run_waiting()
    assert ProcrastinateJob.objects.get().status == "todo"
