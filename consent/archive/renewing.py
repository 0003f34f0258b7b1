"""Timestamps that come after the seal: a missing one, what proves it for years, and renewals before that runs out.

Nothing is overwritten: each step writes a new file and a row that names it (docs/decisions/0014). Safe to run twice, and at
once in two workers: the second one finds it done.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from consent import destroyed, store, timestamps
from consent.archive import dating
from consent.archive.authorities import Word
from consent.archive.dating import Dated
from consent.models import Document, SealLevel, Timestamp

AHEAD = timedelta(days=90)
"""How long before an authority's certificate ends what it proves is renewed."""
PAUSE = timedelta(days=30)
"""How long a renewal counts, whatever it is worth: an authority whose own certificate ends soon is not asked daily."""
ORDER = list(SealLevel)


def strengthen(*, document_id: int, now: datetime) -> None:
    """Give a document the timestamp that it misses, and all the proof that SEAL_LEVEL asks for.

    Nothing happens where it has that, or where no authority is set. Raises NoTimestamp, NoProof, StoreError, OSError.
    """
    if settings.TIMESTAMP_AUTHORITIES:
        _step(document_id, _stamped, now)
        _step(document_id, _completed, now)


def renew(*, document_id: int, now: datetime) -> None:
    """Put a new timestamp on a document over all that it has. Raises NoTimestamp, NoProof, StoreError, OSError."""
    _step(document_id, _renewed, now)


def running_out(*, now: datetime, ahead: timedelta = AHEAD) -> Iterator[int]:
    """Yield the keys of documents that have no timestamp, or whose newest one is proven for a short time only."""
    dated = Document.objects.annotate(until=Max("timestamps__until"), added=Max("timestamps__added_at")).order_by("pk")
    ending = dated.filter(until__lt=now + ahead, added__lt=now - PAUSE).exclude(destroyed.file("sha256"))
    for some in (timestamps.missing(), ending):
        yield from some.values_list("pk", flat=True).iterator()


def note(document: Document, dated: Dated, *, sha256: str, now: datetime) -> Timestamp:
    """Write down that a file of the store carries a timestamp."""
    return Timestamp.objects.create(
        document=document,
        sha256=sha256,
        size=len(dated.pdf),
        level=dated.level,
        at=dated.word.at,
        authority=dated.word.authority,
        until=dated.word.until,
        added_at=now,
    )


@transaction.atomic
def _step(document_id: int, take: Callable[[bytes, Timestamp | None], Dated | None], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"timestamp {document_id}"])
    document = Document.objects.get(pk=document_id)
    dated = take(store.get(timestamps.best_file(document)), timestamps.newest(document))
    if dated:
        note(document, dated, sha256=store.put(dated.pdf), now=now)


def _stamped(pdf: bytes, last: Timestamp | None) -> Dated | None:
    return None if last else dating.stamp(pdf)


def _completed(pdf: bytes, last: Timestamp | None) -> Dated | None:
    wanted = SealLevel(settings.SEAL_LEVEL)
    if last is None or ORDER.index(SealLevel(last.level)) >= ORDER.index(wanted):
        return None
    return dating.complete(pdf, wanted, Word(last.at, last.authority, last.until))


def _renewed(pdf: bytes, last: Timestamp | None) -> Dated:
    return dating.renew(pdf, SealLevel(last.level)) if last else dating.stamp(pdf)
