"""Sealing beside Playwright, whose event loop goes on in the thread of the tests once one of them used it."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.utils import timezone

from consent.archive import operations as archive


def seal(signature_id: int) -> None:
    """Make the sealed copy in a thread of its own: sealing runs a loop of its own, and two in one thread cannot be."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(_seal, signature_id).result()


def _seal(signature_id: int) -> None:
    try:
        archive.seal_signature(signature_id=signature_id, now=timezone.now())
    finally:
        connections.close_all()
