"""Reads of the publication stage."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from consent.conditions import ONCE
from consent.models import OPEN_TAKE_DOWN, Preview, Publication, Request, Signature, TakeDown, Use
from consent.sheet import ZONE
from consent.states import EventKind

SCREENSHOT = "jpg"
"""The ending of a screenshot in the store."""


def publications(request: Request) -> QuerySet[Publication]:
    """Return what was published under a request, oldest first, with use and take-down."""
    found = Publication.objects.filter(use__request=request)
    return found.select_related("use", "take_down__confirmed_by", "registered_by")


def approved_on(request: Request) -> date | None:
    """Return the day on which the desk approved, or None."""
    approved = request.events.filter(kind=EventKind.APPROVED).values_list("at", flat=True).last()
    return approved.astimezone(ZONE).date() if approved else None


def open_take_downs(keys: list[int]) -> QuerySet[TakeDown]:
    """Return those of the take-downs that nobody confirmed yet, the most urgent first."""
    return TakeDown.objects.filter(OPEN_TAKE_DOWN, pk__in=keys).select_related("publication__use")


def still_open(request: Request) -> QuerySet[TakeDown]:
    """Return what must still be taken down, the most urgent first."""
    return TakeDown.objects.filter(OPEN_TAKE_DOWN, publication__use__request=request).select_related("publication")


def with_open_take_downs() -> QuerySet[Request, int]:
    """Return the keys of the requests of which something must still be taken down."""
    open_ones = TakeDown.objects.filter(OPEN_TAKE_DOWN).values("publication__use__request")
    return Request.objects.filter(pk__in=open_ones).order_by("pk").values_list("pk", flat=True)


def may_have_to_go(*, now: datetime) -> QuerySet[Request, int]:
    """Return the keys of the requests with something published to which a consent may have ended by its term.

    No term is shorter than ``conditions.ONCE``, so what was signed later need not be looked at.
    """
    online = Publication.objects.filter(take_down=None).values("use__request")
    old = Signature.objects.filter(at__lt=now - ONCE + timedelta(days=1)).values("signer__subject__request")
    found = Request.objects.filter(pk__in=online).filter(pk__in=old)
    return found.order_by("pk").values_list("pk", flat=True)


def named(allowed: Iterable[tuple[int, str, int | None]], *, request: Request) -> list[tuple[Use, str, Preview | None]]:
    """Return what is allowed with the uses and the pieces themselves, in the order of the request."""
    found = sorted(allowed, key=lambda one: (one[1], one[2] or 0))
    pieces = Preview.objects.in_bulk([piece for _use, _medium, piece in found if piece])
    uses = request.uses.filter(pk__in={use for use, _medium, _piece in found})
    return [
        (use, medium, pieces[piece] if piece else None) for use in uses for key, medium, piece in found if key == use.pk
    ]
