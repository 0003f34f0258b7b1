"""A person as they are named, by the requester or by themself, and how they become a subject with those who sign (L2).

Below the stages: requesting and groups both add people. The caller holds the request's lock.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from consent.models import AgeGroup, Request, Signer, Subject
from consent.who_signs import Guardian, signers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A subject as somebody names them, and who signs (L2).

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


def fields_of(person: Person) -> dict[str, Any]:
    """Return what a subject stores of a person."""
    return {
        "name": person.name,
        "kind": person.kind,
        "age_group": person.age_group,
        "is_patient_here": person.is_patient_here,
        "birth_date": person.birth_date if person.age_group != AgeGroup.ADULT else None,
    }


def add_person(request: Request, person: Person, *, position: int) -> Subject:
    """Store a person and who signs for them."""
    subject = Subject.objects.create(request=request, position=position, **fields_of(person))
    add_signers(subject, person)
    return subject


def add_signers(subject: Subject, person: Person) -> None:
    """Store who signs for a subject that has no signers yet."""
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
