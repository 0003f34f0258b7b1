"""Reads of the publication stage."""

from datetime import date

from django.db.models import QuerySet

from consent.models import Publication, Request, TakeDown
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
