"""``manage.py worker``: what it does before its first job."""

import gc

import pytest
from django.core.management import call_command

from consent.management.commands import worker


def test_what_was_loaded_is_left_alone_by_the_garbage_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(worker, "call_command", lambda *_: frozen.append(gc.get_freeze_count()))
    monkeypatch.setattr(worker.Command, "check", lambda *_, **__: None)
    try:
        call_command("worker")
    finally:
        gc.unfreeze()
    assert frozen[0] > 100_000
