"""Disk full, store gone, authority gone: sealing says so, leaves nothing half done, and goes on by itself afterwards."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from pytest_django.fixtures import Settings

from accounts.retrying import ForEver
from consent import store, timestamps
from consent.archive import authorities, selfcheck, tasks
from consent.models import Document, Event, LastingLink, Timestamp
from consent.states import EventKind
from tests.archive import authority, making
from tests.archive.making import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def tiny(archive: Path) -> Iterator[Path]:
    """The archive's folder as a disk of 256 kB of its own. Skipped where nobody may mount one."""
    archive.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(archive)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no disk may be mounted here")
    yield archive
    subprocess.run(["umount", str(archive)], check=True)


def signed() -> int:
    """A signed form; the key of its event, from which the job starts."""
    making.signature()
    return Event.objects.get(kind=EventKind.SIGNED).pk


def sealed_at_once(event_id: int) -> Document:
    """What the next try of the same job makes."""
    tasks.seal_signature(event_id=event_id)
    return Document.objects.get()


def nothing_half_done() -> bool:
    return not (Document.objects.exists() or LastingLink.objects.exists() or Timestamp.objects.exists())


def test_a_full_disk_stops_sealing_until_there_is_room(tiny: Path) -> None:
    event, filler = signed(), tiny / ".filler"
    filler.write_bytes(bytes(256 * 1024 - 16 * 1024))
    with pytest.raises(OSError, match="No space left"):
        tasks.seal_signature(event_id=event)
    assert nothing_half_done()
    assert list(tiny.rglob("*.part")) == []
    filler.unlink()
    document = sealed_at_once(event)
    assert store.get(document.sha256)
    assert list(selfcheck.run(now=NOW)) == []


def test_a_store_that_is_gone_stops_sealing_until_it_is_back(archive: Path) -> None:
    event = signed()
    archive.write_text("somebody else's file stands where the folder was mounted", encoding="utf-8")
    with pytest.raises(OSError, match="archive"):
        tasks.seal_signature(event_id=event)
    assert nothing_half_done()
    archive.unlink()
    assert store.get(sealed_at_once(event).sha256)


def test_an_authority_that_is_gone_stops_no_seal_and_is_asked_when_it_is_back(
    tmp_path: Path, settings: Settings
) -> None:
    settings.TIMESTAMP_AUTHORITIES = [f"http://127.0.0.1:{authority.free_port()}/"]
    authorities.wake()
    document = sealed_at_once(signed())
    job = ProcrastinateJob.objects.get(task_name="archive.strengthen")
    with pytest.raises(authorities.NoTimestamp) as told:
        tasks.strengthen(**job.args)
    itself = Job(id=job.pk, queue="archive", lock=None, queueing_lock=None, task_name=job.task_name, attempts=9)
    assert ForEver().get_retry_decision(exception=told.value, job=itself).retry_at is not None
    with authority.running(tmp_path) as back:
        settings.TIMESTAMP_AUTHORITIES, settings.TIMESTAMP_ROOTS = [back.url], back.roots
        tasks.strengthen(**job.args)
    assert timestamps.of(document).presence == "there"
