"""``scale_data`` writes what the product itself could have written, only faster."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from consent import audit, numbers
from consent.models import Event, EventFacts, Request, Signer, Subject
from consent.numbering import next_number
from consent.states import OPEN, EventKind, State
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(capsys) -> None:
    """Two loads, the second on top of the first and of a request that was there before."""
    factories.request()
    call_command("scale_data", requests=130, yes=True)
    call_command("scale_data", requests=70, yes=True)


def test_the_history_of_all_of_it_is_true(loaded) -> None:
    assert audit.verify_chain() is None
    assert EventFacts.objects.count() == Event.objects.count() > 600


def test_numbers_follow_the_same_bijection_and_the_sequence_goes_on(loaded) -> None:
    found = set(Request.objects.values_list("number", flat=True))
    assert len(found) == 201
    assert all(numbers.parse(number) == number for number in found)
    after = next_number()
    assert after not in found
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM consent_request_number_seq")
        (last,) = cursor.fetchone()
    assert after == numbers.nth(last)
    assert found == {numbers.nth(index) for index in range(last - 201, last)}


def test_one_of_twenty_is_open(loaded) -> None:
    assert Request.objects.exclude(requester__email="sam@student.example").filter(status__in=OPEN).count() == 10
    assert set(Request.objects.values_list("status", flat=True)) == set(State)


def test_every_request_has_one_to_three_subjects_who_sign_for_themselves(loaded) -> None:
    scaled = Request.objects.filter(requester__email__startswith="scale-")
    assert {row.subjects.count() for row in scaled} == {1, 2, 3}
    assert Signer.objects.count() == Subject.objects.count()
    assert all(row.media.exists() and row.uses.exists() for row in scaled)


def test_every_constraint_holds_of_what_was_written(loaded) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("UPDATE consent_request SET title = title")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    connection.check_constraints()
    with pytest.raises(IntegrityError):
        Request.objects.create(
            number=Request.objects.latest("pk").number, requester=factories.user("eve@student.example")
        )


def test_new_rows_can_be_added_afterwards(loaded) -> None:
    row = factories.request(factories.user("eve@student.example"))
    assert factories.signer(row).pk
    lines = Event.objects.count()
    audit.append(request=row, kind=EventKind.DRAFTED, by="user:1", at=factories.NOW, facts={})
    assert Event.objects.count() == lines + 1
    assert audit.verify_chain() is None


def test_it_refuses_outside_the_demo_without_a_yes_and_without_a_count(settings) -> None:
    with pytest.raises(CommandError, match="--yes"):
        call_command("scale_data", requests=10)
    with pytest.raises(CommandError, match="1 or more"):
        call_command("scale_data", requests=0, yes=True)
    settings.DEMO = False
    with pytest.raises(CommandError, match="AKKOORD_DEMO"):
        call_command("scale_data", requests=10, yes=True)
    assert not Request.objects.exists()
