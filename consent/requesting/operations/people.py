"""The subjects of a request, and who signs for them.

    lifecycle.NotPossible
    └── HasAnswered             this person answered: leave them out, they cannot be changed or removed

What is raised is raised before anything is written.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from consent import lifecycle, standing
from consent.models import Subject
from consent.people import Person, add_person, add_signers, fields_of
from consent.requesting import queries
from consent.requesting.operations.drafting import NotEditable, lock_editable
from consent.requesting.operations.once import lock_once
from consent.states import SubjectStatus


class HasAnswered(lifecycle.NotPossible):
    """Something was answered for this person."""


@transaction.atomic
def add_subject(*, request_id: int, by: User, person: Person, key: str = "") -> Subject:
    """Add a person and who signs for them; ``key`` is the form's (``once``). Raises NotEditable, AddedAlready."""
    request = lock_once(request_id, by, key)
    return add_person(request, person, position=request.subjects.count())


@transaction.atomic
def add_group(*, request_id: int, by: User, people: Sequence[Person], key: str = "") -> list[Subject]:
    """Add many people at once, all or none; ``key`` is the form's (``once``). Raises NotEditable, AddedAlready."""
    request = lock_once(request_id, by, key)
    first = request.subjects.count()
    return [add_person(request, person, position=first + index) for index, person in enumerate(people)]


@transaction.atomic
def change_subject(*, subject_id: int, by: User, person: Person) -> Subject:
    """Write a person anew, with who signs for them; links that were sent stop working. Raises NotEditable, HasAnswered."""
    subject = _editable(subject_id, by)
    for name, value in fields_of(person).items():
        setattr(subject, name, value)
    subject.save(update_fields=[*fields_of(person)])
    subject.signers.all().delete()
    add_signers(subject, person)
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
