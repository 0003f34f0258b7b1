"""What is published where.

NotPossible                 (lifecycle) nothing was changed
└── NotAllowed              the permission matrix does not allow this use and medium, or not on that day

What must be taken down again: ``take_downs``.
"""

from datetime import date, datetime
from typing import IO, TYPE_CHECKING

from django.db import transaction

from accounts.models import User
from consent import audit, facts, lifecycle, permissions, pictures, store
from consent.lifecycle import NotPossible
from consent.models import Form, Publication, Request, Use
from consent.publication import queries
from consent.publication.take_downs import (
    AlreadyConfirmed,
    NoSuchEnd,
    NotSaid,
    Outcome,
    ask_take_downs,
    confirm,
    remind,
)
from consent.sheet import ZONE
from consent.states import EventKind

if TYPE_CHECKING:
    from django.core.files.base import File

__all__ = [
    "AlreadyConfirmed",
    "NoSuchEnd",
    "NotAllowed",
    "NotSaid",
    "Outcome",
    "allowed_now",
    "ask_take_downs",
    "confirm",
    "register",
    "remind",
]


class NotAllowed(NotPossible):
    """Not everybody's yes covers this use and medium, or the day that was given."""


@transaction.atomic
def register(
    *,
    request_id: int,
    use_id: int,
    medium: str,
    form: Form,
    place: str,
    url: str,
    published_on: date,
    by: User,
    now: datetime,
    preview_id: int | None = None,
    screenshot: "File[bytes] | IO[bytes] | None" = None,
) -> Publication:
    """Write down where something was published; ``preview_id`` is the piece, where people wanted to see it first.

    ``screenshot`` is a picture of it, drawn anew and kept in the store. Raises NotAllowed, Use.DoesNotExist (of another
    request, or dropped), Request.DoesNotExist, pictures.NotAPicture, pictures.TooLarge, OSError (the store).
    """
    request = lifecycle.lock(request_id)
    use = Use.objects.get(pk=use_id, request=request, dropped_at=None)
    in_time = (day := queries.approved_on(request)) is not None and day <= published_on <= now.astimezone(ZONE).date()
    if not in_time or (use.pk, medium, preview_id) not in allowed_now(request, now=now):
        raise NotAllowed(request.number)
    publication = Publication.objects.create(
        use=use,
        medium=medium,
        preview_id=preview_id,
        form=form,
        place=place,
        url=url,
        published_on=published_on,
        registered_by=by,
        registered_at=now,
        screenshot=_kept(screenshot) if screenshot else None,
    )
    told = {"publication": publication.pk}
    lifecycle.record(request, kind=EventKind.PUBLISHED, by=audit.actor(by), at=now, facts=told)
    return publication


def _kept(picture: "File[bytes] | IO[bytes]") -> str:
    """Store a picture, drawn anew, and return its SHA-256."""
    return store.put(pictures.redrawn(picture), ending=queries.SCREENSHOT)


def allowed_now(request: Request, *, now: datetime) -> frozenset[tuple[int, str, int | None]]:
    """Return what the permission matrix allows: use, medium, and the piece where only what was shown before is allowed."""
    cells = permissions.matrix(facts.asked_for(request), now=now)
    return frozenset(
        (cell.use, cell.medium, piece)
        for cell in cells
        if cell.allowed
        for piece in (cell.agreed if cell.conditions.preview else (None,))
    )
