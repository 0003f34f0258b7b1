"""Who signs changes while somebody signs: one of the two happens, whole, and the other is told."""

from functools import partial

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import Role
from consent import audit
from consent.models import ComingOfAge, Event, RepresentativeRoute, Signature, Signer
from consent.review.representing import operations as representing
from consent.signing import operations
from consent.states import EventKind, State, SubjectStatus
from consent.wording import seed
from tests import factories
from tests.concurrency.races import at_once
from tests.review.test_representing import AGREED, WHO
from tests.signing import making
from tests.signing.test_coming_of_age import LATER, own, turned_16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _starting_data(transactional_db: None) -> None:
    """Transactional tests empty every table: load what a new installation starts with."""
    seed.load(apps, now=timezone.now())


def outcomes(said: list[object]) -> list[str]:
    return sorted(type(one).__name__ if isinstance(one, Exception) else "done" for one in said)


def test_two_parents_at_once_are_both_stored_and_the_child_is_complete() -> None:
    row = making.collecting()
    mother, father = making.parents(row)
    assert outcomes(at_once([lambda: making.sign(mother), lambda: making.sign(father)])) == ["done", "done"]
    row.refresh_from_db()
    assert (row.status, row.subjects.get().status) == (State.REVIEW, SubjectStatus.GRANTED)
    assert Event.objects.filter(kind=EventKind.ALL_ANSWERED).count() == 1


def test_a_patient_who_signs_while_the_desk_opens_the_route_does_one_of_the_two() -> None:
    who, rosa = making.patient(), factories.user("rosa@hospital.example", role=Role.REVIEWER)
    route = partial(
        representing.open_route,
        subject_id=who.subject_id,
        by=rosa,
        representative=WHO,
        agreement=AGREED,
        now=making.NOW,
    )
    said = outcomes(at_once([lambda: making.sign(who, evidence=making.CONFIRMED), route]))
    assert said in (["NotOpen", "done"], ["NotWaitedFor", "done"])
    assert Signature.objects.count() + RepresentativeRoute.objects.count() == 1
    assert audit.verify_chain() is None


def test_two_reviewers_open_one_route() -> None:
    who, rosa = making.patient(), factories.user("rosa@hospital.example", role=Role.REVIEWER)
    route = partial(
        representing.open_route,
        subject_id=who.subject_id,
        by=rosa,
        representative=WHO,
        agreement=AGREED,
        now=making.NOW,
    )
    assert outcomes(at_once([route] * 3)) == ["AlreadyOpened", "AlreadyOpened", "done"]
    assert Signer.objects.filter(capacity="representative").count() == 1


def test_a_birthday_that_two_workers_note_asks_once() -> None:
    subject = turned_16()
    note = partial(operations.come_of_age, subject_id=subject.pk, now=LATER)
    assert outcomes(at_once([note] * 3)) == ["NoBirthday", "NoBirthday", "done"]
    assert ComingOfAge.objects.count() == 1
    assert own(subject).status == "waiting"
