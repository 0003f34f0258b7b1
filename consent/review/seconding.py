"""Where two of the desk must agree: to which requests (SECOND_REVIEWER, keys of ``flags``), and who agreed first."""

from django.conf import settings

from accounts.models import User
from consent.models import Outcome, Request, Review
from consent.review import flags
from consent.states import EventKind

AGAIN = (
    EventKind.RESUBMITTED,
    EventKind.SIGNED,
    EventKind.REFUSED,
    EventKind.ANSWER_VOIDED,
    EventKind.LEFT_OUT,
    EventKind.WITHDRAWN,
    EventKind.FROZEN,
    EventKind.CAME_OF_AGE,
    EventKind.SENT_BACK,
)
"""Events after which a first yes counts no more: it was to something else."""


def needed(request: Request) -> bool:
    """Whether two must agree to this request."""
    carried = Request.objects.filter(pk=request.pk)
    return any(carried.filter(flag.condition).exists() for flag in flags.named(settings.SECOND_REVIEWER))


def first(request: Request) -> Review | None:
    """Return the first yes that stands, if there is one."""
    last = request.events.filter(kind__in=[*AGAIN, EventKind.FIRST_YES]).order_by("-position").first()
    if last is None or last.kind != EventKind.FIRST_YES:
        return None
    return request.reviews.filter(outcome=Outcome.AGREED).select_related("by").latest("at", "pk")


def what_yes(request: Request, by: User) -> Outcome | None:
    """Return which yes a reviewer can say now: the whole, the first of two, or none since the first was their own."""
    if not needed(request):
        return Outcome.APPROVED
    before = first(request)
    if before is None:
        return Outcome.AGREED
    return None if before.by_id == by.pk else Outcome.APPROVED
