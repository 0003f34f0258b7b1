"""Sweep the archive: remove files that no row knows, such as those of a worker that was killed between file and row.

HistoryLost     a file names a line of the history that this database does not have: nothing is removed

Such a file holds personal data, and no retention reaches it. It goes when it is older than a day, and a row says so before
(as decision 0016 wants of every destruction). A file that is being stored is left alone, also when its content is an old
one: ``store.put`` holds it until its row is there, and here is looked for the row only behind that.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched

from django.conf import settings
from django.db import transaction

from consent import audit, kept, store
from consent.archive import marks, record
from consent.models import Event, SweptFile

OLD = timedelta(days=1)
"""How long a file may wait for its row; a sealing takes seconds."""
OURS = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/(?:(?P<digest>[0-9a-f]{64})\.[a-z]{1,8}|\.\w+\.part)")
"""Names that only the store gives, to files and to scraps of a write that was cut short. What else lies there stays."""
BATCH = 100


class HistoryLost(Exception):
    """A file was sealed after a line of the history that this database does not have; the message is its name.

    So the database is an older one than the archive, or another's: what looks unknown may be the only proof there is.
    """


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that no row knows. ``place`` is the storage; ``digest`` "" for a scrap."""

    place: str
    name: str
    digest: str
    written_at: datetime


@dataclass(slots=True)
class Swept:
    """What a sweep did. ``waiting``: what is being stored, or a lock or a disk does not let go yet: the next tries again."""

    removed: list[Stray] = field(default_factory=list)
    waiting: list[Stray] = field(default_factory=list)


def sweep(*, now: datetime) -> Swept:
    """Remove what no row knows from the archive and its second copy. Raises HistoryLost, OSError (it cannot be read)."""
    done = Swept()
    for stray in list(strays(now=now)):
        outcome = _remove(stray, now)
        if outcome is not None:
            (done.removed if outcome else done.waiting).append(stray)
    return done


def strays(*, now: datetime) -> Iterator[Stray]:
    """Yield the files older than a day that no row knows, in both places. Raises HistoryLost, OSError."""
    for place in (store.ARCHIVE, store.REPLICA):
        if place in settings.STORAGES:
            for some in batched(_unknown(place, before=now - OLD), BATCH):
                _check_history(some)
                yield from some


def _unknown(place: str, *, before: datetime) -> Iterator[Stray]:
    for names in batched(store.at(place).names(), kept.BATCH):
        ours = {name: found["digest"] or "" for name in names if (found := OURS.fullmatch(name))}
        known = kept.known(list(ours))
        for name, digest in ours.items():
            if name not in known and (written_at := _written_at(place, name)) and written_at < before:
                yield Stray(place, name, digest, written_at)


def _written_at(place: str, name: str) -> datetime | None:
    try:
        return store.at(place).get_modified_time(name)
    except FileNotFoundError:
        return None


def _check_history(strays: Sequence[Stray]) -> None:
    """Raise HistoryLost if one of these files was sealed after a line that is not in the history."""
    heads = {stray.name: head for stray in strays if (head := _head(stray))}
    known = {audit.GENESIS, *Event.objects.filter(hash__in=heads.values()).values_list("hash", flat=True)}
    for name, head in heads.items():
        if head not in known:
            raise HistoryLost(name)


def _head(stray: Stray) -> str | None:
    """Return the line of the history after which a PDF or a record was made; None where it says none, or is spoilt."""
    ending = stray.name.rpartition(".")[2]
    if ending not in {"pdf", record.ENDING}:
        return None
    try:
        content = store.get(stray.digest, ending=ending, place=stray.place)
    except (store.Altered, store.Missing):
        return None
    return marks.read(content).get("chainhead") if ending == "pdf" else _head_of_record(content)


def _head_of_record(content: bytes) -> str | None:
    try:
        said = json.loads(content)["dct:provenance"]["spdx:checksum"]["spdx:checksumValue"]
    except (ValueError, LookupError, TypeError):
        return None
    return str(said)


def _remove(stray: Stray, now: datetime) -> bool | None:
    """Write down that a file goes, then remove it. Return whether it is gone; None when a row knows it by now."""
    with transaction.atomic():
        if stray.digest and not store.may_remove(stray.digest):
            return False
        if kept.known([stray.name]):
            return None
        SweptFile.objects.get_or_create(
            place=stray.place, name=stray.name, written_at=stray.written_at, defaults={"at": now}
        )
    with transaction.atomic():
        if stray.digest and not store.may_remove(stray.digest):
            return False
        if kept.known([stray.name]):
            return None
        try:
            store.at(stray.place).erase(stray.name)
        except OSError:
            return False
    return True
