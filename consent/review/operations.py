"""What the desk does: decide on a request, and freeze a subject's uses.

NotPossible                 (lifecycle) nothing was changed
├── SomebodyWasFaster       (lifecycle) the state is another than the reviewer saw
│   └── ChangedSinceSeen    the same state, but what was seen is no longer so
├── MayNotDecide            not of the desk, or one's own request
├── OutcomeNotPossible      this decision cannot be taken in this state
├── NoteMissing             sending back and rejecting need a reason
├── ConditionsMisplaced     only a yes can carry conditions
├── OthersMustAgree         the press office, the social media team or the ward manager did not say yes
├── SecondMustDecide        two must agree, and this colleague is the first or was the first
└── AlreadyFrozen           the desk froze this subject before
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from consent import access, audit, lifecycle, steps
from consent.lifecycle import NotPossible, SomebodyWasFaster
from consent.models import Event, Freeze, Outcome, Request, Review, Stage, Subject
from consent.review import seconding
from consent.states import EventKind, State

OUTCOMES: dict[State, dict[Outcome, State]] = {
    State.INTAKE: {
        Outcome.CLEARED: State.COLLECTING,
        Outcome.SENT_BACK: State.RETURNED,
        Outcome.REJECTED: State.REJECTED,
    },
    State.COLLECTING: {Outcome.SENT_BACK: State.RETURNED},
    State.REVIEW: {
        Outcome.AGREED: State.REVIEW,
        Outcome.APPROVED: State.APPROVED,
        Outcome.SENT_BACK: State.RETURNED,
        Outcome.REJECTED: State.REJECTED,
    },
}
"""What can be decided in which state, and where it leads. A first yes of two leads nowhere yet."""

SAYS_YES = frozenset({Outcome.CLEARED, Outcome.AGREED, Outcome.APPROVED})

CHANGES_THE_FACTS = (
    EventKind.RESUBMITTED,
    EventKind.SIGNED,
    EventKind.REFUSED,
    EventKind.ANSWER_VOIDED,
    EventKind.LEFT_OUT,
    EventKind.WITHDRAWN,
    EventKind.FROZEN,
    EventKind.CAME_OF_AGE,
    EventKind.ROUTE_OPENED,
    EventKind.FIRST_YES,
    EventKind.STEP_OPENED,
    EventKind.STEP_ANSWERED,
)
"""Events after which a reviewer must look again before deciding."""

DECISIONS = (EventKind.CLEARED_TO_ASK, EventKind.APPROVED, EventKind.SENT_BACK, EventKind.REJECTED)
"""Events that are a decision of the desk."""

MOVES = (EventKind.ALL_ANSWERED, EventKind.CANCELLED, EventKind.CLOSED, EventKind.EXPIRED)
"""Events that are another move of the request."""


class ChangedSinceSeen(SomebodyWasFaster):
    """What the reviewer saw is no longer so, although the state is the same."""


class MayNotDecide(NotPossible):
    """The account does not work at the desk, or the request is its own."""


class OutcomeNotPossible(NotPossible):
    """The state in which the request is knows no such decision."""


class NoteMissing(NotPossible):
    """Whoever is sent back or rejected is told why."""


class ConditionsMisplaced(NotPossible):
    """Conditions only go with a yes; what else must be said belongs in the note."""


class OthersMustAgree(NotPossible):
    """Another office must agree first, or said no."""


class SecondMustDecide(NotPossible):
    """Two of the desk must agree, one after the other."""


class AlreadyFrozen(NotPossible):
    """All use of this subject is frozen already."""


@transaction.atomic
def decide(
    *,
    request_id: int,
    outcome: Outcome,
    by: User,
    note: str,
    conditions: str,
    seen: State,
    now: datetime,
    seen_position: int | None = None,
) -> Review:
    """Store the desk's decision and move the request.

    ``seen`` is the state on the reviewer's screen, ``seen_position`` the position of the last event on it (None: not
    checked). Raises Request.DoesNotExist and all exceptions above but AlreadyFrozen.
    """
    request = lifecycle.lock(request_id, seen=seen)
    target = _target(request, outcome, by, seen=seen, seen_position=seen_position)
    _check_words(outcome, note=note.strip(), conditions=conditions.strip())
    _check_others(request, outcome, by)
    review = Review.objects.create(
        request=request,
        stage=Stage.INTAKE if seen == State.INTAKE else Stage.REVIEW,
        outcome=outcome,
        by=by,
        at=now,
        note=note.strip(),
        conditions=conditions.strip(),
    )
    actor, facts = audit.actor(by), {"review": review.pk}
    if outcome == Outcome.AGREED:
        lifecycle.record(request, kind=EventKind.FIRST_YES, by=actor, at=now, facts=facts)
        return review
    lifecycle.advance(request, to=target, by=actor, at=now, facts=facts)
    lifecycle.settle_request(request, by=actor, at=now)
    return review


def _target(request: Request, outcome: Outcome, by: User, *, seen: State, seen_position: int | None) -> State:
    if not access.may_decide(by, request):
        raise MayNotDecide(request.number)
    if seen_position is not None and changed_since(request, seen_position):
        raise ChangedSinceSeen(request.number)
    target = OUTCOMES.get(seen, {}).get(outcome)
    if target is None:
        raise OutcomeNotPossible(f"{outcome} in {seen}")
    return target


def _check_others(request: Request, outcome: Outcome, by: User) -> None:
    """Want the yes of every office that must agree, and of two reviewers where the setting says so."""
    if outcome not in {Outcome.AGREED, Outcome.APPROVED}:
        return
    if steps.waited_for(request):
        raise OthersMustAgree(request.number)
    if seconding.what_yes(request, by) != outcome:
        raise SecondMustDecide(request.number)


def changed_since(request: Request, position: int) -> bool:
    """Whether the facts changed after the event at this position."""
    return request.events.filter(position__gt=position, kind__in=CHANGES_THE_FACTS).exists()


def _check_words(outcome: Outcome, *, note: str, conditions: str) -> None:
    if outcome not in SAYS_YES and not note:
        raise NoteMissing(outcome)
    if outcome not in SAYS_YES and conditions:
        raise ConditionsMisplaced(outcome)


@transaction.atomic
def freeze_subject(*, subject_id: int, by: User, note: str, now: datetime) -> Freeze:
    """Freeze all uses of a subject for good, for example because someone died (L9). Take-downs follow by ``effects``.

    Raises Subject.DoesNotExist, MayNotDecide, AlreadyFrozen.
    """
    found = Subject.objects.only("request_id").get(pk=subject_id)
    request = lifecycle.lock(found.request_id)
    if not access.may_decide(by, request):
        raise MayNotDecide(request.number)
    freeze, made = Freeze.objects.get_or_create(
        subject_id=subject_id, defaults={"by": by, "at": now, "note": note.strip()}
    )
    if not made:
        raise AlreadyFrozen(str(subject_id))
    _record_freeze(request, freeze, by, now)
    return freeze


def _record_freeze(request: Request, freeze: Freeze, by: User, now: datetime) -> Event:
    facts = {"subject": freeze.subject_id}
    return lifecycle.record(request, kind=EventKind.FROZEN, by=audit.actor(by), at=now, facts=facts)
