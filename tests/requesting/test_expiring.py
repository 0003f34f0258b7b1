"""A request whose dates have passed ends by itself."""

from datetime import timedelta

import pytest

from consent.models import Origin
from consent.requesting import tasks
from consent.requesting.operations import NotPassed, expire, overdue
from consent.states import State
from tests import factories

pytestmark = pytest.mark.django_db
LONG_AFTER = factories.NOW + timedelta(days=7 + 31)


@pytest.mark.parametrize("status", [State.INTAKE, State.COLLECTING, State.REVIEW, State.RETURNED])
def test_an_open_request_expires_thirty_days_after_its_recording(status: State) -> None:
    row = factories.request(status=status)
    expire(request_id=row.pk, now=LONG_AFTER)
    row.refresh_from_db()
    assert row.status == State.EXPIRED
    assert row.events.get().actor == "system"


def test_it_waits_until_then_for_who_signs_late() -> None:
    row = factories.request(status=State.COLLECTING)
    with pytest.raises(NotPassed):
        expire(request_id=row.pk, now=factories.NOW + timedelta(days=7 + 29))
    row.refresh_from_db()
    assert row.status == State.COLLECTING


@pytest.mark.parametrize("status", [State.DRAFT, State.APPROVED, State.CLOSED])
def test_drafts_and_what_was_decided_do_not_expire(status: State) -> None:
    factories.request(status=status)
    assert overdue(now=LONG_AFTER) == []


def test_existing_material_has_no_date_to_pass() -> None:
    factories.request(status=State.COLLECTING, origin=Origin.EXISTING)
    assert overdue(now=LONG_AFTER) == []


def test_the_nightly_job_ends_all_that_passed() -> None:
    sam = factories.user()
    rows = [factories.request(sam, status=State.COLLECTING), factories.request(sam, status=State.INTAKE)]
    tasks.expire_passed(timestamp=int(LONG_AFTER.timestamp()))
    for row in rows:
        row.refresh_from_db()
        assert row.status == State.EXPIRED
