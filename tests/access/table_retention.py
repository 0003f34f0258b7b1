"""The access matrix of terms, destruction and legal hold. Columns: tests/access/world.py, ROLES."""

from typing import Any

from django.utils import timezone

from consent.models import LegalHold, Review
from consent.retention import operations
from tests.access.lines import Line, approved, line, nothing
from tests.access.world import World


def held(here: World) -> dict[str, Any]:
    """A hold on the approved request."""
    found = LegalHold.objects.filter(request=here.approved).first() or operations.hold(
        request_id=here.approved.pk, by=here.people["reviewer"], reason="A claim.", now=timezone.now()
    )
    return approved(here) | {"hold_id": found.pk}


def renewable(here: World) -> dict[str, Any]:
    """The approved request, with the desk's yes as a row."""
    if not here.approved.reviews.exists():
        Review.objects.create(
            request=here.approved, stage="review", outcome="approved", by=here.people["reviewer"], at=timezone.now()
        )
    return approved(here)


RETENTION: dict[str, Line] = {
    "retention:index": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "retention:detail": line("GET", approved, "login", 404, 404, "login", 200, 200, "factor"),
    "retention:hold": line("POST", approved, "login", 404, 404, "login", 422, 422, "factor"),
    "retention:release": line("POST", held, "login", 404, 404, "login", 422, 422, "factor"),
    "retention:renew": line("GET", renewable, "login", 200, 404, "login", 404, 404, "factor"),
}
