"""Where the archive lies: a folder, or a bucket of an object store, by what the environment says."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

LOCKS = ("governance", "compliance")
TEN_YEARS = 3653


def place(where: str) -> dict[str, Any]:
    """Return a Django storage for a folder, or for ``s3://bucket/folder``. Raises ImproperlyConfigured."""
    address = urlsplit(where)
    if address.scheme == "s3":
        return {"BACKEND": "consent.bucket.ArchiveBucket", "OPTIONS": _bucket(address.netloc, address.path.strip("/"))}
    if "://" in where:
        raise ImproperlyConfigured(f"{where} is neither a folder nor s3://bucket.")
    folder = Path(where).expanduser().resolve()
    return {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": folder, "base_url": None}}


def _bucket(name: str, folder: str) -> dict[str, Any]:
    lock = env.text("ARCHIVE_S3_LOCK", "governance").lower()
    if lock not in LOCKS:
        raise ImproperlyConfigured(f"ARCHIVE_S3_LOCK is {lock!r}; use governance or compliance.")
    if not name:
        raise ImproperlyConfigured("Name the archive's bucket: s3://bucket.")
    return {
        "bucket_name": name,
        "location": folder,
        "endpoint_url": env.text("ARCHIVE_S3_ENDPOINT", "") or None,
        "region_name": env.text("ARCHIVE_S3_REGION", "") or None,
        "access_key": env.text("ARCHIVE_S3_ACCESS_KEY", "") or None,
        "secret_key": env.text("ARCHIVE_S3_SECRET_KEY", "") or None,
        "lock_mode": lock.upper(),
        "lock_days": env.number("ARCHIVE_S3_LOCK_DAYS", TEN_YEARS, minimum=1),
    }
