"""Remind the people of many requests at once: each gets a new link. The jobs follow; the page shows how far they are.

NotPossible                 (lifecycle)
└── NobodyToRemind          nothing was chosen that collects signatures and was not reminded today
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from accounts.models import User
from accounts.roles import Capability, may
from consent import access
from consent.lifecycle import NotPossible
from consent.models import Reminding, RemindingRequest
from consent.states import State

MOST = 200
AGAIN_AFTER = timedelta(days=1)


class NobodyToRemind(NotPossible):
    """Nothing was chosen that can be reminded now."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reminders are: requests in all and done, and how many people got a new link."""

    total: int
    done: int
    people: int

    @property
    def finished(self) -> bool:
        """Whether nothing more happens."""
        return self.done == self.total


@transaction.atomic
def remind(*, numbers: Iterable[str], by: User, now: datetime) -> Reminding:
    """Start reminding the people of these requests, MOST at a time; not twice within a day. Raises NobodyToRemind."""
    if not may(by, Capability.DECIDE):
        raise NobodyToRemind
    lately = Q(remindings__reminding__at__gt=now - AGAIN_AFTER)
    chosen = access.requests_visible_to(by).filter(number__in=list(numbers)[:MOST], status=State.COLLECTING)
    keys = list(chosen.exclude(lately).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NobodyToRemind
    reminding = Reminding.objects.create(by=by, at=now)
    rows = RemindingRequest.objects.bulk_create(RemindingRequest(reminding=reminding, request_id=key) for key in keys)
    for row in rows:
        app.configure_task("signing.remind_request", queue="mail").defer(row_id=row.pk)
    return reminding


def progress(reminding: Reminding) -> Progress:
    """Return how far it is. One query."""
    rows: Sequence[tuple[datetime | None, int]] = list(reminding.requests.values_list("done_at", "people"))
    return Progress(len(rows), sum(done is not None for done, _people in rows), sum(people for _done, people in rows))
