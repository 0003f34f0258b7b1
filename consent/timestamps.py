"""Which timestamp a document has, and which of its files is the best proof. What puts timestamps on: the archive stage.

A document without one where authorities are set is one whose timestamp is missing: screens and paper say so.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db.models import QuerySet

from consent import destroyed
from consent.models import Document, Timestamp


class Presence(StrEnum):
    """Whether a document has a timestamp."""

    THERE = "there"
    MISSING = "missing"
    NOT_USED = "not_used"


@dataclass(frozen=True, slots=True)
class Shown:
    """A document's timestamp as screens and paper show it: by the authority's clock, not ours."""

    presence: Presence
    at: datetime | None = None
    authority: str = ""


def of(document: Document) -> Shown:
    """Return the first timestamp of a document: what is proven is that it was there then."""
    all_of_them = list(document.timestamps.all())
    if all_of_them:
        return Shown(Presence.THERE, all_of_them[0].at, all_of_them[0].authority)
    return Shown(Presence.MISSING if settings.TIMESTAMP_AUTHORITIES else Presence.NOT_USED)


def newest(document: Document) -> Timestamp | None:
    """Return the last timestamp of a document: its file proves the most, and for the longest time."""
    return next(reversed(document.timestamps.all()), None)


def best_file(document: Document) -> str:
    """Return the SHA-256 of the file to hand out: the sealed one, with the newest timestamp that was added to it."""
    last = newest(document)
    return last.sha256 if last else document.sha256


def missing(*, before: datetime | None = None) -> QuerySet[Document]:
    """Return the documents without a timestamp, longest waiting first; none where no authority is set."""
    if not settings.TIMESTAMP_AUTHORITIES:
        return Document.objects.none()
    waiting = Document.objects.filter(timestamps=None).exclude(destroyed.file("sha256"))
    waiting = waiting.select_related("request").order_by("sealed_at", "pk")
    return waiting.filter(sealed_at__lt=before) if before else waiting
