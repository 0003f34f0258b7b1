"""The subjects of a request, and who signs for them.

    lifecycle.NotPossible
    └── HasAnswered             this person answered: leave them out, they cannot be changed or removed

What is raised is raised before anything is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from consent import lifecycle, standing
from consent.models import AgeGroup, Request, Signer, Subject
from consent.requesting import queries
from consent.requesting.operations.drafting import NotEditable, lock_editable
from consent.requesting.rules import Guardian, signers_of
from consent.states import SubjectStatus


class HasAnswered(lifecycle.NotPossible):
    """Something was answered for this person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A subject as the requester names them, and who signs (L2).

    ``mail`` and ``language`` are of the subject as signer. ``birth_date`` only under 18. ``guardians``: everybody with
    parental authority, for a child under 16.
    """

    name: str
    kind: str
    age_group: str = AgeGroup.ADULT
    is_patient_here: bool = False
    birth_date: date | None = None
    mail: str = ""
    language: str = "nl"
    guardians: tuple[Guardian, ...] = ()


@transaction.atomic
def add_subject(*, request_id: int, by: User, person: Person) -> Subject:
    """Add a person and who signs for them. Raises NotEditable."""
    request = lock_editable(request_id, by)
    return _store(request, person, request.subjects.count())


@transaction.atomic
def add_group(*, request_id: int, by: User, people: Sequence[Person]) -> list[Subject]:
    """Add many people at once, all or none. Raises NotEditable."""
    request = lock_editable(request_id, by)
    first = request.subjects.count()
    return [_store(request, person, first + index) for index, person in enumerate(people)]


@transaction.atomic
def change_subject(*, subject_id: int, by: User, person: Person) -> Subject:
    """Write a person anew, with who signs for them; links that were sent stop working. Raises NotEditable, HasAnswered."""
    subject = _editable(subject_id, by)
    for name, value in _fields(person).items():
        setattr(subject, name, value)
    subject.save(update_fields=[*_fields(person)])
    subject.signers.all().delete()
    _store_signers(subject, person)
    return subject


@transaction.atomic
def remove_subject(*, subject_id: int, by: User) -> None:
    """Take a person off the request. Raises NotEditable, HasAnswered."""
    _editable(subject_id, by).delete()


def leave_out(*, subject_id: int, by: User, now: datetime) -> None:
    """Declare that a person will not be in the recording of one's own request; for good.

    Raises NotEditable when the request is another's, and what ``standing.leave_out`` raises.
    """
    request = Subject.objects.select_related("request").get(pk=subject_id).request
    if request.requester_id != by.pk:
        raise NotEditable(request.number)
    standing.leave_out(subject_id=subject_id, by=by, now=now)


def _editable(subject_id: int, by: User) -> Subject:
    """Return a subject as it is behind the lock. Raises Subject.DoesNotExist, NotEditable, HasAnswered."""
    lock_editable(Subject.objects.only("request_id").get(pk=subject_id).request_id, by)
    subject = Subject.objects.get(pk=subject_id)
    if subject.status != SubjectStatus.WAITING or queries.has_answered(subject):
        raise HasAnswered(str(subject.pk))
    return subject


def _fields(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "kind": person.kind,
        "age_group": person.age_group,
        "is_patient_here": person.is_patient_here,
        "birth_date": person.birth_date if person.age_group != AgeGroup.ADULT else None,
    }


def _store(request: Request, person: Person, position: int) -> Subject:
    subject = Subject.objects.create(request=request, position=position, **_fields(person))
    _store_signers(subject, person)
    return subject


def _store_signers(subject: Subject, person: Person) -> None:
    planned = signers_of(
        name=person.name,
        age_group=person.age_group,
        mail=person.mail,
        language=person.language,
        guardians=person.guardians,
    )
    Signer.objects.bulk_create(
        Signer(
            subject=subject,
            capacity=one.capacity,
            name=one.name,
            mail=one.mail,
            language=one.language,
            relation=one.relation,
            position=position,
        )
        for position, one in enumerate(planned)
    )
