"""Background jobs are tried again until they succeed, with a breath in between."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from accounts.retrying import ForEver

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
