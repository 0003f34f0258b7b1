"""The archive in a bucket with object lock, on an S3 server over HTTP on loopback: moto's, or that of S3_SERVER."""

import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from accounts.models import Role
from config import archives
from consent import store
from consent.archive import selfcheck, tasks
from consent.archive.selfcheck import Finding, Problem
from consent.bucket import ArchiveBucket
from consent.management import backing_up
from tests import factories
from tests.archive import making

PDF = b"%PDF-1.7 not really"
KEYS = {"ARCHIVE_S3_ACCESS_KEY": "key", "ARCHIVE_S3_SECRET_KEY": "secret", "ARCHIVE_S3_REGION": "eu-central-1"}


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of an object store whose keys are those above; docs/operations.md says how to name another than moto's."""
    if other := os.environ.get("S3_SERVER"):
        yield other
        return
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def places(s3: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Two buckets of this test's own, as the environment asks for them."""
    for name, value in {**KEYS, "ARCHIVE_S3_ENDPOINT": s3}.items():
        monkeypatch.setenv(name, value)
    names = {place: f"akkoord-{token_hex(8)}" for place in (store.ARCHIVE, store.REPLICA)}
    settings.STORAGES = {
        **settings.STORAGES,
        **{place: archives.place(f"s3://{name}/documents") for place, name in names.items()},
    }
    for place, name in names.items():
        there: Any = storages[place]
        there.connection.create_bucket(
            Bucket=name,
            ObjectLockEnabledForBucket=True,
            CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
        )
    return names


@pytest.fixture
def bucket(places: dict[str, str]) -> Any:
    return storages["archive"]


def versions(bucket: Any) -> list[Any]:
    return list(bucket.bucket.object_versions.all())


def overwritten(bucket: Any, digest: str, content: bytes) -> None:
    """What somebody with the bucket's keys can do: put another version on top. The first one stays."""
    bucket.bucket.Object(f"documents/{store.name_of(digest)}").put(Body=content)


pytestmark = pytest.mark.django_db


def test_what_is_put_can_be_got(bucket: Any) -> None:
    assert store.get(store.put(PDF)) == PDF


def test_each_file_is_locked_until_its_retention_ends(bucket: Any) -> None:
    digest = store.put(PDF)
    kept = bucket.bucket.Object(f"documents/{store.name_of(digest)}")
    assert kept.object_lock_mode == "GOVERNANCE"
    assert abs(kept.object_lock_retain_until_date - timezone.now() - timedelta(days=3653)) < timedelta(minutes=1)


def test_a_version_cannot_be_removed_while_it_is_locked(bucket: Any) -> None:
    store.put(PDF)
    with pytest.raises(Exception, match="AccessDenied"):
        versions(bucket)[0].delete()


def test_the_same_content_many_times_is_one_version(bucket: Any) -> None:
    with ThreadPoolExecutor(4) as threads:
        digests = set(threads.map(lambda _: bucket.save(store.name_of("ab" * 32), ContentFile(PDF)), range(8)))
    assert len(digests) == 1
    assert len(versions(bucket)) == 1


def test_a_name_that_is_taken_is_never_written_again(bucket: Any) -> None:
    digest = store.put(PDF)
    overwritten(bucket, digest, b"something else")
    with pytest.raises(store.Altered):
        store.put(PDF)
    with pytest.raises(store.Altered):
        store.get(digest)
    assert len(versions(bucket)) == 2


class Taken:
    """A store that calls every name taken where ``If-None-Match`` is asked."""

    def __init__(self, bucket: Any, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
        self.put, self.status = bucket._put, status
        monkeypatch.setattr(bucket, "_put", self)

    def __call__(self, name: str, body: bytes, **only_if: str) -> None:
        if only_if:
            answer = {"Error": {"Code": "Taken"}, "ResponseMetadata": {"HTTPStatusCode": self.status}}
            raise ClientError(answer, "PutObject")
        self.put(name, body)


def test_a_mark_over_a_hidden_file_is_not_taken_for_the_file(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Taken(bucket, monkeypatch, 412)
    assert store.get(store.put(PDF)) == PDF


def test_a_file_that_another_writer_never_finished_is_no_success(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Taken(bucket, monkeypatch, 409)
    with pytest.raises(OSError, match="Taken"):
        store.put(PDF)


def test_what_was_never_put_is_missing(bucket: Any) -> None:
    with pytest.raises(store.Missing):
        store.get("ab" * 32)


def test_retention_removes_every_version_in_both_places(bucket: Any) -> None:
    digest = store.put(PDF)
    store.copy(digest)
    overwritten(bucket, digest, b"something else")
    store.erase(digest)
    assert versions(bucket) == versions(storages["archive_replica"]) == []
    store.erase(digest)  # twice is once


def test_a_compliance_lock_outlasts_even_retention(bucket: Any) -> None:
    bucket.lock_mode = "COMPLIANCE"
    digest = store.put(PDF)
    with pytest.raises(OSError, match="AccessDenied"):
        store.erase(digest)
    assert store.get(digest) == PDF


@pytest.mark.parametrize("how", ["hidden", "altered"])
@pytest.mark.parametrize("place", ["archive", "archive_replica"])
def test_each_bucket_heals_the_other(how: str, place: str, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    later = making.NOW + timedelta(hours=2)
    monkeypatch.setattr("consent.management.commands.check_archive.timezone.now", lambda: later)
    document = making.sealed()
    for job in ProcrastinateJob.objects.filter(task_name=store.COPY):
        tasks.copy(**job.args)
    assert list(selfcheck.run(now=later)) == []
    name, hurt = store.name_of(document.sha256), storages[place]
    if how == "hidden":
        hurt.delete(name)
    else:
        overwritten(hurt, document.sha256, b"something else")
    problem = Problem.MISSING if how == "hidden" else Problem.ALTERED
    assert list(selfcheck.run(now=later)) == [Finding(problem, name, document.pk, place)]
    said = StringIO()
    call_command("check_archive", "--repair", stdout=said, no_color=True)
    assert "1 replaced by their other copy" in said.getvalue()
    assert list(selfcheck.run(now=later)) == []


def test_a_file_that_no_document_knows_is_found(bucket: Any) -> None:
    name = store.name_of(store.put(PDF))
    assert list(selfcheck.run(now=making.NOW)) == [Finding(Problem.ORPHAN, name)]


@pytest.fixture
def gone(bucket: Any) -> None:
    """The object store stopped: nothing listens there any more."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        bucket.endpoint_url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    bucket._connections = type(bucket._connections)()
    bucket._bucket = None


def test_a_store_that_is_gone_fails_the_job_that_tries_again(gone: None) -> None:
    signature = making.signature()
    with pytest.raises(OSError, match="does not answer"):
        tasks.seal_signature(event_id=signature.signer.subject.request.events.get(kind="signed").pk)


def test_a_store_that_is_gone_is_no_missing_file(gone: None) -> None:
    with pytest.raises(store.Unreachable):
        store.get("ab" * 32)


def test_whoever_downloads_is_told_to_come_back(bucket: Any, client: Client, request: pytest.FixtureRequest) -> None:
    document = making.sealed()
    request.getfixturevalue("gone")
    factories.log_in(client, factories.user("rosa2@desk.example", role=Role.REVIEWER))
    response = client.get(reverse("archive:download", args=[document.pk]))
    assert response.status_code == 503
    assert "try again" in response.content.decode().lower() or "opnieuw" in response.content.decode()


def test_a_bucket_that_is_not_there_is_no_empty_archive(bucket: Any) -> None:
    bucket.bucket_name, bucket._bucket = "nothing-here", None
    for ask in (lambda: bucket.listdir(""), lambda: store.get("ab" * 32), lambda: store.put(PDF)):
        with pytest.raises(OSError):  # noqa: PT011 -- whatever it says
            ask()


def test_a_backup_takes_the_files_of_a_bucket(bucket: Any, tmp_path: Path) -> None:
    document = making.sealed()
    backing_up._keep(tmp_path / "files", store.name_of(document.sha256))
    kept = (tmp_path / "files" / store.name_of(document.sha256)).read_bytes()
    assert kept == store.get(document.sha256)


@pytest.mark.parametrize(
    ("where", "backend"),
    [("/srv/archive", "consent.store.ArchiveFolder"), ("s3://akkoord/here", "consent.bucket.ArchiveBucket")],
)
def test_the_environment_chooses(where: str, backend: str) -> None:
    assert archives.place(where)["BACKEND"] == backend


@pytest.mark.parametrize("where", ["http://somewhere", "s3://", "ftp://x/y"])
def test_what_is_neither_folder_nor_bucket_is_refused(where: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        archives.place(where)


def test_a_lock_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_S3_LOCK", "none")
    with pytest.raises(ImproperlyConfigured, match="governance or compliance"):
        archives.place("s3://akkoord")


def test_the_bucket_is_one_of_djangos_storages(bucket: Any) -> None:
    assert isinstance(bucket, ArchiveBucket)
    assert bucket.get_available_name("ab/cd/x.pdf") == "ab/cd/x.pdf"
