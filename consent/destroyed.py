"""What was destroyed, as the archive and the checks of the history ask it (decision 0016)."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from consent.models import DestroyedFile, DestroyedRow, Destruction, Event
from consent.states import EventKind


def file(column: str, *, since: str = "") -> Exists:
    """Whether the file whose SHA-256 stands in a column of the row was destroyed.

    ``since``: the column that says when the row came. The same scan or picture can be brought once more after it was
    destroyed: that row knows a file which is there again.
    """
    gone = DestroyedFile.objects.filter(sha256=OuterRef(column))
    return Exists(gone.filter(destruction__at__gte=OuterRef(since)) if since else gone)


def lies() -> Iterator[str]:
    """Yield what was taken from the history without a record of it: facts that are gone, a record without its line."""
    recorded = Exists(Destruction.objects.filter(request=OuterRef("request")))
    lost = Event.objects.filter(~recorded, facts=None).order_by("position").first()
    if lost:
        yield f"Line {lost.position} of the history: its facts are gone, and no destruction was written down."
    told = Exists(Event.objects.filter(request=OuterRef("request"), at=OuterRef("at"), kind=EventKind.ERASED))
    silent = Destruction.objects.filter(~told).order_by("pk").first()
    if silent:
        yield f"Destruction {silent.pk}: the history does not tell of it."


def total() -> str:
    """Return how much was destroyed, in a sentence; "" when nothing was."""
    records, files = Destruction.objects.count(), DestroyedFile.objects.values("sha256").distinct().count()
    if not records:
        return ""
    return (
        f"{records} destructions: {DestroyedRow.objects.count()} rows emptied, {files} files destroyed, none missing."
    )
