"""Everything that the desk sees of one request, read in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from consent import destroyed, facts, of_age, recording
from consent.models import Assignment, Document, DocumentKind, Outcome, Request, Review, Step, StepStatus, Use
from consent.review import flags, history, matrix, seconding, sheets
from consent.review.flags import Flag
from consent.sheet import ZONE
from consent.states import OPEN, EventKind, State

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ACKNOWLEDGED: "dict[str, StrPromise]" = {
    "traits": _("The four traits of social media"),
    "conduct": _("The code of conduct and the rules for students"),
    "no_personal_data": _("No personal data in view"),
    "no_internal_documents": _("No internal documents in view"),
    "no_third_parties": _("Nobody in view who is not in this request"),
    "confidentiality": _("Medical confidentiality"),
}
"""What the requester ticked, in the desk's words, by the keys that ``requesting`` stores (G2 to G4)."""


UNDECIDED = frozenset({State.COLLECTING, State.REVIEW})
"""States of a request whose people were asked, and that is not decided."""

DECIDED = frozenset({Outcome.APPROVED, Outcome.SENT_BACK, Outcome.REJECTED})
"""Outcomes at which a dossier is sealed."""


@dataclass(frozen=True, slots=True)
class Decided:
    """An earlier decision and its dossiers that still exist, the newest first.

    The first was sealed at the decision, each other after a withdrawal. ``sealing``: what the newest one must show is not
    sealed yet.
    """

    review: Review
    dossiers: Sequence[Document]
    sealing: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page shows. ``position``: of the last event on it; ``newer``: a version newer than the request's own.

    ``steps``: other offices that must agree, each with ``asked_at``; ``first_yes``: of two; ``given_to``: a colleague's key;
    ``late``: the day on which the desk should have decided has passed; ``signed_late``: somebody did not sign before
    the start of the recording, which has passed (G5).
    """

    request: Request
    media: "Sequence[str | StrPromise]"
    uses: Sequence[Use]
    flags: Sequence[Flag]
    intake: Sequence[Flag]
    acknowledged: "Sequence[str | StrPromise]"
    guideline: str
    table: matrix.Table
    people: Sequence[sheets.Person]
    reviews: Sequence[Decided]
    events: Sequence[history.Line]
    position: int
    second_yes: bool
    newer: int | None
    steps: Sequence[Step]
    waited_for: Sequence[Step]
    first_yes: Review | None
    given_to: int | None
    late: bool
    signed_late: bool


def screen(request: Request, *, now: datetime) -> Screen:
    """Read what the desk sees. ``request`` was read with the annotations of ``flags``."""
    named = request.subjects.select_related("freeze", "representative_route__by", "representative_route__signer")
    subjects = list(of_age.dressed(named).prefetch_related("signers"))
    uses = list(request.uses.filter(dropped_at=None))
    reviews = _reviews(request)
    lines, position = history.lines(request, subjects, [decided.review for decided in reviews])
    asked = facts.asked_for(request)
    offices = _steps(request)
    ticked = list(request.acknowledgements.order_by("pk"))
    return Screen(
        request=request,
        media=[medium.get_medium_display() for medium in request.media.all()],
        uses=uses,
        flags=flags.of(request),
        intake=_intake(request),
        acknowledged=[ACKNOWLEDGED.get(one.item, one.item) for one in ticked],
        guideline=ticked[-1].version if ticked else "",
        table=matrix.table(asked, uses=uses, subjects=subjects, now=now),
        people=sheets.people(request, subjects),
        reviews=reviews,
        events=lines,
        position=position,
        second_yes=facts.may_ask_second_yes(request, now=now),
        newer=facts.newer_version(request) if request.status in OPEN else None,
        steps=offices,
        waited_for=[step for step in offices if step.status != StepStatus.AGREED],
        first_yes=seconding.first(request),
        given_to=Assignment.objects.filter(request=request).values_list("to", flat=True).first(),
        late=bool(request.due_on and request.due_on < now.astimezone(ZONE).date()),
        signed_late=request.status in UNDECIDED
        and facts.has_begun(request, now=now)
        and not recording.beforehand(asked),
    )


def _steps(request: Request) -> list[Step]:
    return list(request.steps.filter(closed_at=None).annotate(asked_at=Max("links__made_at")).order_by("pk"))


def _reviews(request: Request) -> list[Decided]:
    """Return the decisions, the newest first. Two queries."""
    sealed = request.documents.filter(kind=DocumentKind.DOSSIER).annotate(gone=destroyed.file("sha256")).order_by("-pk")
    withdrawn = request.events.filter(kind=EventKind.WITHDRAWN).order_by("-position").values("pk")
    reviews = request.reviews.select_related("by").order_by("-at", "-pk")
    documents = list(sealed)
    found, newest = [], True
    for review in reviews.annotate(withdrawn=Subquery(withdrawn.filter(at__gte=OuterRef("at"))[:1])):
        own = [document for document in documents if document.review_id == review.pk]
        decided = review.outcome in DECIDED
        shown = {document.event_id for document in own}
        sealing = decided and (not own or (newest and review.withdrawn is not None and review.withdrawn not in shown))
        found.append(Decided(review, [document for document in own if not document.gone], sealing))
        newest = newest and not decided
    return found


def _intake(request: Request) -> tuple[Flag, ...]:
    """Return why the desk looked first, as the last submission stored it."""
    submitted = (
        request.events.filter(kind__in=[EventKind.SUBMITTED, EventKind.RESUBMITTED])
        .select_related("facts")
        .order_by("-position")
        .first()
    )
    if submitted is None or not hasattr(submitted, "facts"):
        return ()
    return flags.named(submitted.facts.data.get("intake", ()))
