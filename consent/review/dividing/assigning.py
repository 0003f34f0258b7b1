"""Who of the desk handles a request. It says who looks first, not who may decide: every colleague still may.

NotPossible                 (lifecycle)
├── NotAtDesk               only who works at the desk can be given a request
└── GivenMeanwhile          a colleague gave it to somebody else since the screen was opened
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.roles import DESK, Capability, may
from consent import audit, lifecycle
from consent.lifecycle import NotPossible
from consent.models import Assignment
from consent.states import EventKind


class NotAtDesk(NotPossible):
    """Only who works at the desk can give a request, and be given one."""


class GivenMeanwhile(NotPossible):
    """Somebody else was faster: ``to`` is who handles it now, None for nobody in particular."""

    def __init__(self, to: User | None) -> None:
        super().__init__(str(to.pk if to else None))
        self.to = to


def colleagues() -> list[User]:
    """Return who works at the desk now, by name."""
    return list(User.objects.filter(role__in=DESK, is_active=True).order_by("name", "pk"))


@transaction.atomic
def assign(*, request_id: int, to: User | None, by: User, seen: int | None, now: datetime) -> None:
    """Give a request to a colleague, or to nobody (None); ``seen`` is the key of who handled it on the screen.

    Raises NotAtDesk, GivenMeanwhile, Request.DoesNotExist.
    """
    request = lifecycle.lock(request_id)
    if not may(by, Capability.DECIDE) or (to and not (to.is_active and may(to, Capability.DECIDE))):
        raise NotAtDesk(request.number)
    before = Assignment.objects.filter(request=request).select_related("to").first()
    has_it = before.to if before else None
    if has_it == to:
        return
    if (has_it.pk if has_it else None) != seen:
        raise GivenMeanwhile(has_it)
    if to is None:
        Assignment.objects.filter(request=request).delete()
    else:
        Assignment.objects.update_or_create(request=request, defaults={"to": to, "at": now})
    told = {"to": to.pk if to else None}
    lifecycle.record(request, kind=EventKind.ASSIGNED, by=audit.actor(by), at=now, facts=told)
