"""Who of the desk handles a request. It says who looks first, not who may decide: every colleague still may.

NotPossible                 (lifecycle)
└── NotAtDesk               only who works at the desk can be given a request
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


def colleagues() -> list[User]:
    """Return who works at the desk now, by name."""
    return list(User.objects.filter(role__in=DESK, is_active=True).order_by("name", "pk"))


@transaction.atomic
def assign(*, request_id: int, to: User | None, by: User, now: datetime) -> None:
    """Give a request to a colleague, or to nobody (None). Raises NotAtDesk, Request.DoesNotExist."""
    request = lifecycle.lock(request_id)
    if not may(by, Capability.DECIDE) or (to and not (to.is_active and may(to, Capability.DECIDE))):
        raise NotAtDesk(request.number)
    before = Assignment.objects.filter(request=request).first()
    if (before.to_id if before else None) == (to.pk if to else None):
        return
    if to is None:
        Assignment.objects.filter(request=request).delete()
    else:
        Assignment.objects.update_or_create(request=request, defaults={"to": to, "at": now})
    told = {"to": to.pk if to else None}
    lifecycle.record(request, kind=EventKind.ASSIGNED, by=audit.actor(by), at=now, facts=told)
