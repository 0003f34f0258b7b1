"""What the desk and the requester write to each other about a request. Kept in the history itself.

A message is the event ``commented``: its line can never be changed or removed, and proves the text by a salted digest. The
text lies in the event's facts, which can be erased (it may hold names) without the history lying.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from accounts.roles import Capability, may
from consent import audit, lifecycle
from consent.lifecycle import NotPossible
from consent.models import Event, Request
from consent.states import EventKind, State

LONGEST = 2000
MOST_IN_AN_HOUR = 20


class CannotWrite(NotPossible):
    """A draft has nobody to talk with, a message says nothing, or there were MOST_IN_AN_HOUR of them."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One message: when, by whom, from the desk or not. ``text`` None: it was erased."""

    at: datetime
    name: str
    from_desk: bool
    text: str | None


def of(request: Request) -> Sequence[Comment]:
    """Return the messages of a request, the oldest first. Two queries."""
    written = request.events.filter(kind=EventKind.COMMENTED).select_related("facts").order_by("position")
    events = list(written)
    keys = {int(event.actor.partition(":")[2]) for event in events}
    names = dict(User.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    return [_comment(event, names, request.requester_id) for event in events]


def _comment(event: Event, names: dict[int, str], requester_id: int) -> Comment:
    key = int(event.actor.partition(":")[2])
    text = event.facts.data.get("text") if hasattr(event, "facts") else None
    return Comment(event.at, names.get(key, ""), key != requester_id, text)


@transaction.atomic
def write(*, request_id: int, by: User, text: str, now: datetime) -> Event:
    """Store a message of the requester or of the desk; the other gets a mail. Raises CannotWrite, Request.DoesNotExist."""
    request = lifecycle.lock(request_id)
    own = request.requester_id == by.pk
    if not own and not may(by, Capability.DECIDE):
        raise CannotWrite(request.number)
    words = text.strip()
    actor = audit.actor(by)
    lately = request.events.filter(kind=EventKind.COMMENTED, actor=actor, at__gt=now - timedelta(hours=1))
    if request.status == State.DRAFT or not words or len(words) > LONGEST or lately.count() >= MOST_IN_AN_HOUR:
        raise CannotWrite(request.number)
    return lifecycle.record(request, kind=EventKind.COMMENTED, by=actor, at=now, facts={"text": words})
