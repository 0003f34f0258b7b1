"""Heal one copy of the archive from the other. Nothing is thrown away: an altered file is set aside under its own digest."""

from contextlib import suppress
from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from consent import store
from consent.archive.selfcheck import SET_ASIDE, Finding, Problem

HEALED_BY_A_COPY = frozenset({Problem.MISSING, Problem.ALTERED, Problem.SIZE, Problem.UNREADABLE})
OTHER = {store.ARCHIVE: store.REPLICA, store.REPLICA: store.ARCHIVE}


def heal(finding: Finding) -> bool:
    """Replace a file that is missing or altered by the other copy, if that one is what was sealed. Return whether it was.

    Raises OSError when it cannot be written.
    """
    if finding.problem not in HEALED_BY_A_COPY or store.REPLICA not in settings.STORAGES:
        return False
    digest, _, ending = finding.name.rpartition("/")[2].partition(".")
    try:
        content = store.get(digest, ending=ending, place=OTHER[finding.place])
    except (store.StoreError, OSError):
        return False
    storage = storages[finding.place]
    _set_aside(storage, finding.name)
    storage.save(finding.name, ContentFile(content))
    return True


def _set_aside(storage: Storage, name: str) -> None:
    """Move a file out of the way. One that cannot be read has nothing to keep."""
    with suppress(OSError):
        with storage.open(name) as file:
            found = file.read()
        storage.save(f"{SET_ASIDE}/{name.rpartition('/')[2]}.{sha256(found).hexdigest()}", ContentFile(found))
    storage.delete(name)
