"""``manage.py worker``: what it does before its first job, and what its jobs enqueue."""

import gc

import pytest
from django.core.management import call_command
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from consent import lifecycle
from consent.archive import operations
from consent.management.commands import worker
from consent.models import Event
from consent.states import EventKind
from tests import factories


def test_what_was_loaded_is_left_alone_by_the_garbage_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(worker, "work", lambda **_: frozen.append(gc.get_freeze_count()))
    monkeypatch.setattr(worker.Command, "check", lambda *_, **__: None)
    try:
        call_command("worker")
    finally:
        gc.unfreeze()
    assert frozen[0] > 100_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("fails", "sealed", "letters"), [(True, 0, 0), (False, 1, 1)])
def test_what_follows_an_event_of_the_worker_is_there_with_the_event_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, *, fails: bool, sealed: int, letters: int
) -> None:
    row = factories.request()

    def seal(**_: object) -> None:
        with transaction.atomic():
            lifecycle.record(row, kind=EventKind.SEALED, by="system", at=factories.NOW, facts={"signature": None})
            if fails:
                raise OSError

    monkeypatch.setattr(operations, "seal_signature", seal)
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    with transaction.atomic():
        lifecycle.record(row, kind=EventKind.SIGNED, by="system", at=factories.NOW, facts={"signature": 1})
    worker.work(concurrency=1, wait=False)
    assert Event.objects.filter(kind=EventKind.SEALED).count() == sealed
    assert ProcrastinateJob.objects.filter(task_name="archive.send_copy").count() == letters
