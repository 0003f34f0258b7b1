"""A subject turns 12, 16 or 18: they are asked themself, and new publication waits for their answer (L2).

NoBirthday      the subject's age group is what their date of birth says
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Capability, may
from consent import audit, facts, lifecycle, of_age, who_signs
from consent.models import AgeGroup, Capacity, ComingOfAge, Request, Signer, Subject
from consent.sheet import ZONE
from consent.signing.operations.inviting import NotNow, mail_invitation
from consent.signing.queries import AFTERWARDS
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from consent.who_signs import Turning

LIVING = frozenset({State.INTAKE, State.COLLECTING, State.REVIEW, State.RETURNED, State.APPROVED})
"""States in which a birthday matters. A draft is asked about by the wizard, and what is over publishes nothing new."""

OPEN = frozenset({SubjectStatus.WAITING, SubjectStatus.GRANTED})
"""Where a subject's consent can change by being asked anew. A no that was said before stands."""


class NoBirthday(Exception):
    """Nothing changed: the subject is in the age group that the date of birth says."""


def birthdays(*, today: date) -> list[int]:
    """Return the keys of the subjects who are older than their age group says."""
    older = Q()
    for before, after in zip(who_signs.AGES, who_signs.AGES[1:], strict=False):
        older |= Q(age_group=before.group, birth_date__lte=who_signs.born_by(after.from_year, today))
    return list(Subject.objects.filter(older, request__status__in=LIVING).values_list("pk", flat=True))


@transaction.atomic
def come_of_age(*, subject_id: int, now: datetime) -> ComingOfAge | None:
    """Let a subject be as old as they are, and ask them themself where an answer can still change something.

    What was signed stays archived. Returns None where nobody is asked. Raises NoBirthday, Subject.DoesNotExist.
    """
    found = Subject.objects.only("request_id").get(pk=subject_id)
    request = lifecycle.lock(found.request_id)
    subject = Subject.objects.get(pk=subject_id)
    group, change = _grown(subject, now)
    since = of_age.consent_since(subject.pk)
    Subject.objects.filter(pk=subject.pk).update(
        age_group=group, birth_date=None if group == AgeGroup.ADULT else subject.birth_date
    )
    lifecycle.stand_down(_ending(subject, change).filter(status=SignerStatus.WAITING), at=now)
    if not _is_asked(subject):
        return None
    row = ComingOfAge.objects.create(
        subject=subject,
        signer=_own(subject),
        years=change.years,
        at=now,
        consent_since=since,
        asked_sha256=facts.asked(request).sha256(),
    )
    _ask(request, row)
    return row


def ask_at(*, signer_id: int, mail: str, by: User) -> None:
    """Have who came of age asked at an address that the desk learned.

    Raises NotNow for anybody else, a CannotAsk, Signer.DoesNotExist.
    """
    with transaction.atomic():
        _, signer = lifecycle.lock_signer(signer_id)
        if not (signer.comings_of_age.exists() and may(by, Capability.DECIDE)):
            raise NotNow
        Signer.objects.filter(pk=signer_id).update(mail=mail)
        mail_invitation(signer_id=signer_id, by=by)


def answered_alone(signer: Signer, *, at: datetime) -> None:
    """Let only this answer count, of a subject who signs alone and answered: those with authority signed for a child."""
    if signer.capacity == Capacity.SELF and who_signs.signs_alone(signer.subject.age_group):
        others = signer.subject.signers.filter(capacity=Capacity.GUARDIAN, status=SignerStatus.SIGNED)
        lifecycle.stand_down(others, at=at)


def heard(request: Request, signer: Signer, *, at: datetime) -> None:
    """Write down that an answer came after the collecting: what is published follows it, less or again (``effects``).

    Called before ``lifecycle.settle``: the last answer of all ends the collecting and is none of these.
    """
    if request.status in AFTERWARDS:
        told = {"subject": signer.subject_id}
        lifecycle.record(request, kind=EventKind.HEARD, by=f"signer:{signer.pk}", at=at, facts=told)


def _grown(subject: Subject, now: datetime) -> tuple[AgeGroup, Turning]:
    if subject.birth_date is None:
        raise NoBirthday(str(subject.pk))
    group = who_signs.age_group_on(subject.birth_date, now.astimezone(ZONE).date())
    change = who_signs.turned(subject.age_group, group)
    if change is None:
        raise NoBirthday(str(subject.pk))
    return group, change


def _ending(subject: Subject, change: Turning) -> QuerySet[Signer]:
    ends: Iterable[Capacity] = change.ends
    return subject.signers.filter(capacity__in=ends)


def _is_asked(subject: Subject) -> bool:
    """Whether there is something to ask: not of who said no, is not in it any more, or has a representative (L3)."""
    settled = hasattr(subject, "freeze") or hasattr(subject, "representative_route")
    return subject.status in OPEN and not settled


def _own(subject: Subject) -> Signer:
    """Return the subject as signer. A child of whom nobody asked the address gets the language of the parents."""
    own = subject.signers.filter(capacity=Capacity.SELF).first()
    if own:
        return own
    parent = subject.signers.order_by("position", "pk").first()
    return Signer.objects.create(
        subject=subject,
        capacity=Capacity.SELF,
        name=subject.name,
        language=parent.language if parent else "nl",
        position=subject.signers.count(),
    )


def _ask(request: Request, row: ComingOfAge) -> None:
    if row.signer.status == SignerStatus.SIGNED:
        lifecycle.move_signer(row.signer, to=SignerStatus.WAITING)
    told = {"subject": row.subject_id, "signer": row.signer_id, "years": row.years}
    lifecycle.record(request, kind=EventKind.CAME_OF_AGE, by=audit.SYSTEM, at=row.at, facts=told)
    subject = Subject.objects.get(pk=row.subject_id)
    lifecycle.settle(request, subject, by=audit.SYSTEM, at=row.at)
