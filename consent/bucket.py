"""The archive in an S3 bucket with object lock, by the same interface as the folder (``consent.store``).

Each file is written once (``If-None-Match: *``), checked by the server against its SHA-256, and locked against change and
removal until its retention ends. The bucket must have object lock, and so versions: what is deleted without a version only
gets hidden. What botocore raises becomes OSError, so that jobs try again and pages say it plainly.
"""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any, override

from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
from django.core.files.base import ContentFile, File
from django.utils import timezone
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]

CHUNK = 1 << 20
PATIENCE = Config(
    connect_timeout=3, read_timeout=20, retries={"total_max_attempts": 3}, signature_version="s3v4", s3={}
)
THERE_ALREADY = frozenset({HTTPStatus.PRECONDITION_FAILED, HTTPStatus.CONFLICT})


class ArchiveBucket(S3Storage):  # type: ignore[misc]
    """A bucket in which a file is written once and locked for ``lock_days`` in ``lock_mode`` (GOVERNANCE or COMPLIANCE)."""

    readers = 8

    def __init__(self, *, lock_mode: str, lock_days: int, **options: Any) -> None:
        """Take what the lock is, and what django-storages takes."""
        self.lock_mode, self.lock_days = lock_mode, lock_days
        super().__init__(client_config=PATIENCE, **options)

    @override
    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name itself: content decides it, so another name would be another document."""
        return name

    @override
    def exists(self, name: str) -> bool:
        """Return whether a file is there. Raises OSError."""
        with _as_os_error(name):
            return bool(super().exists(name))

    @override
    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return folders and files. Raises OSError."""
        with _as_os_error(path):
            folders, files = super().listdir(path)
            return folders, files

    @override
    def delete(self, name: str) -> None:
        """Hide a file; its locked version stays. Raises OSError."""
        with _as_os_error(name):
            super().delete(name)

    @override
    def get_modified_time(self, name: str) -> datetime:
        """Return when a file came there. Raises OSError, FileNotFoundError."""
        with _as_os_error(name):
            moment: datetime = super().get_modified_time(name)
            return moment

    def measure(self, name: str) -> tuple[str, int]:
        """Return SHA-256 and bytes of a file, read once in constant memory. Raises OSError."""
        digest, size = sha256(), 0
        with _as_os_error(name):
            for chunk in self.bucket.Object(self._normalize_name(name)).get()["Body"].iter_chunks(CHUNK):
                digest.update(chunk)
                size += len(chunk)
        return digest.hexdigest(), size

    def names(self) -> Iterator[str]:
        """Yield the names of all files in their order, a thousand for each question to the store. Raises OSError."""
        before = f"{self.location.rstrip('/')}/" if self.location else ""
        with _as_os_error(""):
            for kept in self.bucket.objects.filter(Prefix=before):
                yield kept.key.removeprefix(before)

    def erase(self, name: str) -> None:
        """Remove every version of a file, as a governance lock lets retention do. Raises OSError while a lock forbids it."""
        key = self._normalize_name(name)
        with _as_os_error(name):
            for version in self.bucket.object_versions.filter(Prefix=key):
                if version.object_key == key:
                    bypass = {"BypassGovernanceRetention": True} if self.lock_mode == "GOVERNANCE" else {}
                    version.delete(**bypass)

    def _open(self, name: str, _mode: str = "rb") -> "File[bytes]":
        with _as_os_error(name):
            answer = self.bucket.Object(self._normalize_name(name)).get()
            return ContentFile(answer["Body"].read(), name=name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        content.seek(0)
        body = content.read()
        with _as_os_error(name):
            try:
                self._put(name, body, IfNoneMatch="*")
            except ClientError as error:
                if _status(error) not in THERE_ALREADY:
                    raise
                self._save_what_is_hidden(name, body, error)
        return name

    def _save_what_is_hidden(self, name: str, body: bytes, error: ClientError) -> None:
        """Write a file that the store calls taken, unless it is there.

        Some stores (versitygw) take the mark over a hidden file for the file. A new version overwrites nothing. Another
        writer's file (409) that is not there yet may never come: that is no success, and the job tries again.
        """
        if self.exists(name):
            return
        if _status(error) == HTTPStatus.CONFLICT:
            raise error
        self._put(name, body)

    def _put(self, name: str, body: bytes, **only_if: str) -> None:
        self.bucket.Object(self._normalize_name(name)).put(
            Body=body,
            ChecksumAlgorithm="SHA256",
            ChecksumSHA256=b64encode(sha256(body).digest()).decode(),
            ObjectLockMode=self.lock_mode,
            ObjectLockRetainUntilDate=timezone.now() + timedelta(days=self.lock_days),
            **only_if,
        )


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


@contextmanager
def _as_os_error(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if _status(error) == HTTPStatus.NOT_FOUND and error.response["Error"].get("Code") != "NoSuchBucket":
            raise FileNotFoundError(name) from error
        raise OSError(f"the object store refused: {error.response['Error'].get('Code', _status(error))}") from error
    except BotoCoreError as error:
        raise OSError(f"the object store does not answer: {type(error).__name__}") from error
