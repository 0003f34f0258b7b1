"""A person's request about their own data, from its first day to its answer.

NotPossible                 (lifecycle) nothing was changed
├── AnsweredBefore          a colleague answered it
├── NoReason                a refusal, or more time, wants a reason
├── ExtendedBefore          there is more time once only (AVG, article 12)
├── NobodyChosen            it is not said which person in which request is meant
└── WrongRight              the request asks for something else
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, Value, When

from accounts.models import User
from consent import audit, destroying, lifecycle
from consent.lifecycle import NotPossible
from consent.models import HowKnown, PersonRequest, Right, RightStatus, Rule, Signer, Subject, Withdrawal
from consent.sheet import ZONE
from consent.states import SUBJECT_TRANSITIONS, EventKind, SignerStatus, SubjectStatus

MONTHS, MORE_MONTHS = 1, 2
"""AVG, article 12(3): a month, and two more where it is complex."""


class AnsweredBefore(NotPossible):
    """A colleague answered it."""


class NoReason(NotPossible):
    """A refusal, or more time, wants a reason."""


class ExtendedBefore(NotPossible):
    """There is more time once only."""


class NobodyChosen(NotPossible):
    """It is not said which person in which request is meant."""


class WrongRight(NotPossible):
    """The request asks for something else."""


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return day.replace(year=day.year + year, month=month + 1, day=min(day.day, last))


@transaction.atomic
def receive(
    *, right: Right, name: str, mail: str, wish: str, how_known: HowKnown, received_on: date, by: User, now: datetime
) -> PersonRequest:
    """Write down what somebody asks, and how it was made sure who they are; the clock runs from the day it came."""
    return PersonRequest.objects.create(
        right=right,
        name=name.strip(),
        mail=mail,
        wish=wish,
        how_known=how_known,
        received_on=received_on,
        due_on=months_later(received_on, MONTHS),
        made_by=by,
        made_at=now,
    )


@transaction.atomic
def choose(*, pk: int, subjects: list[int], by: User, now: datetime) -> None:
    """Say which people in which requests are meant; the history of each tells it. Raises AnsweredBefore."""
    row = _open(pk)
    before = set(row.subjects.values_list("pk", flat=True))
    row.subjects.set(Subject.objects.filter(pk__in=subjects))
    new = list(row.subjects.exclude(pk__in=before).select_related("request").order_by("request", "pk"))
    _lock_all(new)
    for subject in new:
        _record(row, subject, EventKind.RIGHT_ASKED, by=by, now=now)


@transaction.atomic
def extend(*, pk: int, reason: str) -> PersonRequest:
    """Take two months more, once, with a reason that the person is told. Raises AnsweredBefore, NoReason, ExtendedBefore."""
    row = _open(pk)
    if not reason.strip():
        raise NoReason(str(pk))
    if row.extended_because:
        raise ExtendedBefore(str(pk))
    row.extended_because = reason.strip()
    row.due_on = months_later(row.received_on, MONTHS + MORE_MONTHS)
    row.save(update_fields=["extended_because", "due_on"])
    return row


@transaction.atomic
def answer(*, pk: int, done: bool, words: str, by: User, now: datetime) -> PersonRequest:
    """Write down what came of it. Raises AnsweredBefore, NoReason, NobodyChosen; Held, NotSealedYet (consent.destroying).

    A yes to erasure destroys the person's data in each request that was chosen and ends their consent there; a legal hold on
    one of them stops all.
    """
    row = _open(pk)
    if not done and not words.strip():
        raise NoReason(str(pk))
    chosen = list(row.subjects.select_related("request").order_by("request", "pk"))
    if done and not chosen:
        raise NobodyChosen(str(pk))
    row.status, row.answer = (RightStatus.DONE if done else RightStatus.REFUSED), words.strip()
    row.answered_by, row.answered_at = by, now
    row.save(update_fields=["status", "answer", "answered_by", "answered_at"])
    _lock_all(chosen)
    for subject in chosen:
        _record(row, subject, EventKind.RIGHT_ANSWERED, by=by, now=now)
        if done and row.right == Right.ERASURE:
            _erase(row, subject, by=by, now=now)
    return row


@transaction.atomic
def correct(*, pk: int, signer_id: int, name: str, mail: str, by: User, now: datetime) -> Signer:
    """Correct the name or mail of somebody who signs; what they signed stays as it was.

    The history keeps what stood there, until it is erased. Raises AnsweredBefore, WrongRight, Signer.DoesNotExist.
    """
    row = _open(pk)
    if row.right != Right.CORRECTION:
        raise WrongRight(str(pk))
    found = Signer.objects.get(pk=signer_id, subject__in=row.subjects.all())
    request, signer = lifecycle.lock_signer(found.pk)
    before = {"name": signer.name, "mail": signer.mail}
    subject = signer.subject
    if subject.name == signer.name:
        subject.name = name.strip()
        subject.save(update_fields=["name"])
    signer.name, signer.mail = name.strip(), mail
    signer.save(update_fields=["name", "mail"])
    told = {"subject": subject.pk, "signer": signer.pk, "person_request": row.pk, "before": before}
    lifecycle.record(request, kind=EventKind.CORRECTED, by=audit.actor(by), at=now, facts=told)
    return signer


def _erase(row: PersonRequest, subject: Subject, *, by: User, now: datetime) -> None:
    """Destroy a person's data; what cannot be proven any more is not used any more, so their consent ends too."""
    request, actor = subject.request, audit.actor(by)
    today = now.astimezone(ZONE).date()
    destroying.destroy(request, rule=Rule.PERSON, by=actor, due_on=today, now=now, subject=subject)
    asked = [SignerStatus.SIGNED, SignerStatus.WAITING]
    for signer in Signer.objects.filter(subject=subject, status__in=asked, stood_down_at=None):
        lifecycle.move_signer(signer, to=SignerStatus.WITHDRAWN)
        signature = signer.signatures.filter(voiding=None).order_by("-pk").first()
        if signature:
            Withdrawal.objects.get_or_create(signature=signature, use=None, defaults={"at": now})
            told = {"signature": signature.pk, "person_request": row.pk}
            lifecycle.record(request, kind=EventKind.WITHDRAWN, by=actor, at=now, facts=told)
    if SubjectStatus.WITHDRAWN in SUBJECT_TRANSITIONS[SubjectStatus(subject.status)]:
        lifecycle.settle(request, subject, by=actor, at=now)


def _open(pk: int) -> PersonRequest:
    row = PersonRequest.objects.select_for_update().get(pk=pk)
    if row.status != RightStatus.OPEN:
        raise AnsweredBefore(str(pk))
    return row


def _lock_all(subjects: Iterable[Subject]) -> None:
    """Lock the requests of these people in one order, before the first line of history is written."""
    for key in sorted({subject.request_id for subject in subjects}):
        lifecycle.lock(key)


def _record(row: PersonRequest, subject: Subject, kind: EventKind, *, by: User, now: datetime) -> None:
    facts = {"person_request": row.pk, "subject": subject.pk, "right": row.right, "status": str(row.status)}
    lifecycle.record(subject.request, kind=kind, by=audit.actor(by), at=now, facts=facts)


@transaction.atomic
def forget(*, pk: int, now: datetime) -> None:
    """Erase who asked, once that need not be known any more; that somebody asked, and what came of it, stays."""
    PersonRequest.objects.filter(pk=pk).update(
        name=f"#{pk}", mail="", wish="", answer=Case(When(answer="", then=Value("")), default=Value("-")), erased_at=now
    )
