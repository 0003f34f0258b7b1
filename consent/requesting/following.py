"""What the requester sees of a request under way. Never who said yes or no, nor anything from which that follows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consent import access, asking
from consent.models import OPEN_TAKE_DOWN, Request, Signer, Subject, TakeDown
from consent.states import EventKind, SignerStatus, State, SubjectStatus

if TYPE_CHECKING:
    from django.utils.functional import Promise

ASKING = frozenset({State.DRAFT, State.INTAKE, State.COLLECTING, State.RETURNED})
"""States in which somebody can still be waited for. After them everybody counts as having answered."""

URGENCY = (
    State.RETURNED,
    State.DRAFT,
    State.COLLECTING,
    State.APPROVED,
    State.REVIEW,
    State.INTAKE,
    State.EXPIRED,
    State.REJECTED,
    State.CLOSED,
    State.CANCELLED,
)
"""What waits for the requester comes first, what is over comes last."""

WAS_APPROVED = frozenset({State.APPROVED, State.CLOSED, State.EXPIRED})
"""States in which something can have been published."""

OVER = frozenset({State.EXPIRED, State.REJECTED, State.CLOSED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class SignerLine:
    """One who signs: whether they are waited for. Yes and no look the same."""

    id: int
    name: str
    waiting: bool
    asked: asking.Asked | None = None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One who is in the recording, in the order in which the requester named them."""

    id: int
    name: str
    left_out: bool
    signers: tuple[SignerLine, ...]

    @property
    def waiting(self) -> bool:
        """Whether anybody who signs for this person is waited for."""
        return not self.left_out and any(signer.waiting for signer in self.signers)


def people(request: Request) -> tuple[PersonLine, ...]:
    """Return everybody in the request, in four queries.

    A subject's own status is looked at for "left out" only: one no ends the matter for a subject with several signers, and
    must not show before the others have answered.
    """
    waited_for = request.status in ASKING
    asked = asking.of_waiting(request) if waited_for else {}
    return tuple(
        PersonLine(
            id=subject.pk,
            name=subject.name,
            left_out=subject.status == SubjectStatus.LEFT_OUT,
            signers=tuple(
                SignerLine(
                    signer.pk, signer.name, waited_for and signer.status == SignerStatus.WAITING, asked.get(signer.pk)
                )
                for signer in subject.signers.all()
                if signer.stood_down_at is None
            ),
        )
        for subject in request.subjects.prefetch_related("signers")
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history, in the words for the requester. ``kind`` decides the icon."""

    kind: str
    label: "str | Promise"
    at: datetime


TOLD: "dict[EventKind, str | Promise]" = {
    EventKind.DRAFTED: _("You started this request"),
    EventKind.SUBMITTED: _("You submitted it"),
    EventKind.RESUBMITTED: _("You submitted it again"),
    EventKind.CLEARED_TO_ASK: _("The desk cleared it: people can be asked"),
    EventKind.INVITED: _("Somebody was invited"),
    EventKind.HANDED_OVER: _("You handed over your device"),
    EventKind.REMINDED: _("A reminder was sent"),
    EventKind.UNDELIVERED: _("An invitation did not arrive"),
    EventKind.WISHED: _("Somebody asked for paper or another language"),
    EventKind.ENROLMENT_OPENED: _("You let a group enrol itself"),
    EventKind.ENROLLED: _("Somebody enrolled"),
    EventKind.ENROLMENT_CLOSED: _("The group's enrolment was closed"),
    EventKind.SIGNED: _("Somebody answered"),
    EventKind.REFUSED: _("Somebody answered"),
    EventKind.LEFT_OUT: _("Somebody was left out of the recording"),
    EventKind.ALL_ANSWERED: _("Everybody has answered"),
    EventKind.APPROVED: _("The desk approved it"),
    EventKind.SENT_BACK: _("The desk sent it back to you"),
    EventKind.REJECTED: _("The desk did not approve it"),
    EventKind.CANCELLED: _("You cancelled it"),
    EventKind.CLOSED: _("You closed it"),
    EventKind.EXPIRED: _("It expired"),
    EventKind.CAME_OF_AGE: _("Somebody came of age and is asked themself"),
    EventKind.HEARD: _("Somebody who came of age answered"),
    EventKind.ROUTE_OPENED: _("The desk let somebody sign as representative"),
    EventKind.PREVIEW_SHOWN: _("A piece was shown to those who want to see it first"),
    EventKind.STEP_OPENED: _("Another office must agree too"),
    EventKind.STEP_ANSWERED: _("An office that must agree answered"),
    EventKind.COMMENTED: _("A message was written"),
    EventKind.PUBLISHED: _("A publication was registered"),
    EventKind.TAKE_DOWN_ASKED: _("A publication has to be taken down"),
    EventKind.TAKEN_DOWN: _("A publication was taken down"),
}
"""Events that the requester is told of. What is not here would tell what somebody answered, or is not about them."""


def history(request: Request) -> tuple[Line, ...]:
    """Return what happened, newest first; a yes and a no give the same line."""
    told: list[Line] = []
    for event in request.events.order_by("position"):
        kind = EventKind(event.kind)
        if kind in TOLD:
            shown = EventKind.ALL_ANSWERED if kind in {EventKind.SIGNED, EventKind.REFUSED} else kind
            told.append(Line(shown, TOLD[kind], event.at))
    return tuple(reversed(told))


def own_overview(user: User) -> list[Request]:
    """Return the requests of an account, most urgent first: ``people_count``, ``waiting_count``, ``gone_by``. One query.

    What must be taken down goes before everything else, the first due first.
    """
    waiting = Signer.objects.filter(subject=OuterRef("pk"), status=SignerStatus.WAITING, stood_down_at=None)
    present = Subject.objects.filter(request=OuterRef("pk")).exclude(status=SubjectStatus.LEFT_OUT)
    rows = access.own_requests(user).annotate(
        people_count=_counted(present),
        waiting_count=_counted(present.filter(Exists(waiting))),
        gone_by=Subquery(_take_downs().filter(publication__use__request=OuterRef("pk")).values("due_on")[:1]),
    )
    ordered = list(rows.order_by(F("starts_at").asc(nulls_last=True), "-created_at"))
    return sorted(ordered, key=_urgency)


def _urgency(row: Request) -> tuple[date, int]:
    return row.gone_by or date.max, URGENCY.index(State(row.status))  # type: ignore[attr-defined]


def gone_by(request: Request) -> date | None:
    """Return by when the first of a request's publications must be gone; None where nothing must go."""
    return _take_downs().filter(publication__use__request=request).values_list("due_on", flat=True).first()


def _take_downs() -> QuerySet[TakeDown]:
    return TakeDown.objects.filter(OPEN_TAKE_DOWN).order_by("due_on", "pk")


def _counted(subjects: QuerySet[Subject]) -> Coalesce:
    counts = subjects.order_by().values("request").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts), Value(0))
