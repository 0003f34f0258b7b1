"""What the demo does at once in the worker's place."""

import subprocess
import sys

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from demo import jobs

pytestmark = pytest.mark.django_db


def test_what_asks_for_its_worker_is_left_to_the_worker() -> None:
    app.tasks["accounts.take_up"].defer(timestamp=0)
    jobs.run_waiting()
    assert ProcrastinateJob.objects.get().status == "todo"


def test_each_task_is_known_in_a_process_that_enqueued_nothing_yet() -> None:
    asked = "import django; django.setup(); from demo import jobs; jobs.tasks()['archive.send_copy']"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
