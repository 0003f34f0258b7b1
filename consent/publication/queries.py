"""Reads of the publication stage."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from consent.models import Preview, Publication, Request, TakeDown, Use
from consent.sheet import ZONE
from consent.states import EventKind


def publications(request: Request) -> QuerySet[Publication]:
    """Return what was published under a request, oldest first, with use and take-down."""
    return Publication.objects.filter(use__request=request).select_related("use", "take_down", "registered_by")


def approved_on(request: Request) -> date | None:
    """Return the day on which the desk approved, or None."""
    approved = request.events.filter(kind=EventKind.APPROVED).values_list("at", flat=True).last()
    return approved.astimezone(ZONE).date() if approved else None


def open_take_downs(keys: list[int]) -> QuerySet[TakeDown]:
    """Return those of the take-downs that nobody confirmed yet, the most urgent first."""
    return TakeDown.objects.filter(pk__in=keys, confirmed_at=None).select_related("publication__use")


def named(allowed: Iterable[tuple[int, str, int | None]], *, request: Request) -> list[tuple[Use, str, Preview | None]]:
    """Return what is allowed with the uses and the pieces themselves, in the order of the request."""
    found = sorted(allowed, key=lambda one: (one[1], one[2] or 0))
    pieces = Preview.objects.in_bulk([piece for _use, _medium, piece in found if piece])
    uses = request.uses.filter(pk__in={use for use, _medium, _piece in found})
    return [
        (use, medium, pieces[piece] if piece else None) for use in uses for key, medium, piece in found if key == use.pk
    ]
