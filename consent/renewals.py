"""What a later request, in which the same people were asked anew, allows of an earlier one (L8; ``models.Renewal``)."""

from datetime import datetime

from consent import facts, permissions
from consent.models import Request, Use
from consent.states import State

DECIDED = frozenset({State.APPROVED, State.CLOSED})


def covered(request: Request, *, now: datetime) -> frozenset[tuple[int, str]]:
    """Return the pairs of use and medium of a request of which what is published may stay, since it was renewed.

    A use is the same when it has the same channel and name. ``now`` must carry a time zone.
    """
    found: set[tuple[int, str]] = set()
    for renewal in request.renewals.filter(request__status__in=DECIDED).select_related("request"):
        stays = permissions.may_stay(facts.asked_for(renewal.request), now=now)
        places = {use.pk: (use.channel, use.name) for use in Use.objects.filter(request=renewal.request)}
        same = {(*places[use], medium) for use, medium in stays}
        found |= {
            (use.pk, medium)
            for use in Use.objects.filter(request=request)
            for channel, name, medium in same
            if (use.channel, use.name) == (channel, name)
        }
    return frozenset(found)
