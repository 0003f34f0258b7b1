"""Who is in the recording: what the requester and the desk can both say of a subject, so no stage owns it.

NotPossible                 (lifecycle)
├── NotNow                  the request is a draft, or was decided
└── NobodyLeft              the last subject cannot be left out: there would be nothing to record
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from consent import audit, lifecycle
from consent.lifecycle import NotPossible
from consent.models import Event, Subject
from consent.states import EventKind, State, SubjectStatus

CAN_LEAVE_OUT = frozenset({State.INTAKE, State.COLLECTING, State.REVIEW, State.RETURNED})
"""States in which a subject can be left out. After approval it would widen what was approved, and tell who had said no."""


class NotNow(NotPossible):
    """The request is in a state in which nobody can be left out."""


class NobodyLeft(NotPossible):
    """Nobody would be left in the recording."""


@transaction.atomic
def leave_out(*, subject_id: int, by: User, now: datetime) -> Event:
    """Declare that a subject will not be in the recording; the request goes to review if nobody else is waited for.

    Raises Subject.DoesNotExist, NotNow, NobodyLeft, MoveNotAllowed (left out already, or expired).
    """
    found = Subject.objects.only("request_id").get(pk=subject_id)
    request = lifecycle.lock(found.request_id)
    if request.status not in CAN_LEAVE_OUT:
        raise NotNow(request.number)
    subject = request.subjects.get(pk=subject_id)
    others = request.subjects.exclude(pk=subject_id).exclude(status=SubjectStatus.LEFT_OUT)
    if not others.exists():
        raise NobodyLeft(request.number)
    lifecycle.move_subject(subject, to=SubjectStatus.LEFT_OUT)
    actor = audit.actor(by)
    event = lifecycle.record(request, kind=EventKind.LEFT_OUT, by=actor, at=now, facts={"subject": subject.pk})
    lifecycle.settle_request(request, by=actor, at=now)
    return event
