"""Open the representative's route for one subject: before that nobody can sign for an adult (L3).

NotPossible                 (lifecycle) nothing was changed
├── MayNotDecide            (review) not of the desk, or one's own request
├── AlreadyOpened           the route is open for this subject
├── HasParents              under 16 those with parental authority sign (L2)
├── NotWaitedFor            the request or this subject's answer is in another state by now
└── NotAgreed               who agreed, or why, is not said; or the day of it is still to come
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from consent import access, audit, lifecycle, who_signs
from consent.lifecycle import NotPossible
from consent.models import Capacity, RepresentativeRoute, Request, Signer, Subject
from consent.review.operations import MayNotDecide
from consent.sheet import ZONE
from consent.states import EventKind, State, SubjectStatus

ASKING = frozenset({State.INTAKE, State.COLLECTING})
"""States in which the answer is still to come. Afterwards only who came of age is waited for (L2)."""

AFTERWARDS = frozenset({State.REVIEW, State.APPROVED})


class AlreadyOpened(NotPossible):
    """The route is open for this subject: a colleague was faster."""


class HasParents(NotPossible):
    """Under 16 those with parental authority sign."""


class NotWaitedFor(NotPossible):
    """Nobody waits for this subject's answer any more, or not yet."""


class NotAgreed(NotPossible):
    """It is not said who agreed, when, and why this person may sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """Who will sign for a subject. ``mail`` may be empty."""

    name: str
    relation: str
    mail: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """That the data protection officer, by name, agreed on a day, and why this person may sign."""

    officer: str
    agreed_on: date
    reason: str

    def said_by(self, today: date) -> bool:
        """Whether all of it is said, and of a day that has come."""
        return bool(self.officer.strip() and self.reason.strip()) and self.agreed_on <= today


@transaction.atomic
def open_route(
    *, subject_id: int, by: User, representative: Representative, agreement: Agreement, now: datetime
) -> RepresentativeRoute:
    """Let a representative sign for a subject who cannot decide; the subject is asked no more.

    Raises Subject.DoesNotExist and all exceptions above.
    """
    found = Subject.objects.only("request_id").get(pk=subject_id)
    request = lifecycle.lock(found.request_id)
    subject = request.subjects.get(pk=subject_id)
    _check(request, subject, by)
    if not agreement.said_by(now.astimezone(ZONE).date()) or not representative.name.strip():
        raise NotAgreed(str(subject_id))
    lifecycle.stand_down(subject.signers.filter(capacity=Capacity.SELF), at=now)
    signer = Signer.objects.create(
        subject=subject,
        capacity=Capacity.REPRESENTATIVE,
        name=representative.name.strip(),
        relation=representative.relation.strip(),
        mail=representative.mail,
        language=representative.language,
        position=subject.signers.count(),
    )
    route = RepresentativeRoute.objects.create(
        subject=subject,
        signer=signer,
        officer=agreement.officer.strip(),
        agreed_on=agreement.agreed_on,
        reason=agreement.reason.strip(),
        by=by,
        at=now,
    )
    told = {"subject": subject.pk, "signer": signer.pk, "route": route.pk}
    lifecycle.record(request, kind=EventKind.ROUTE_OPENED, by=audit.actor(by), at=now, facts=told)
    return route


def can_open(request: Request, subject: Subject) -> bool:
    """Whether the route can be opened for a subject, as it is stored now."""
    signs_alone = who_signs.signs_alone(subject.age_group)
    return signs_alone and not hasattr(subject, "representative_route") and _is_waited_for(request, subject)


def _is_waited_for(request: Request, subject: Subject) -> bool:
    return request.status in ASKING | AFTERWARDS and subject.status == SubjectStatus.WAITING


def _check(request: Request, subject: Subject, by: User) -> None:
    if not access.may_decide(by, request):
        raise MayNotDecide(request.number)
    if hasattr(subject, "representative_route"):
        raise AlreadyOpened(str(subject.pk))
    if not who_signs.signs_alone(subject.age_group):
        raise HasParents(str(subject.pk))
    if not _is_waited_for(request, subject):
        raise NotWaitedFor(str(subject.pk))
