"""Leaving a subject out."""

import pytest

from consent import standing
from consent.lifecycle import MoveNotAllowed
from consent.states import EventKind, State, SubjectStatus
from tests import answered, factories

pytestmark = pytest.mark.django_db


def test_leaving_out_the_last_who_is_waited_for_sends_the_request_to_review() -> None:
    row = factories.request(status=State.COLLECTING)
    answered.granted(row)
    waiting = factories.signer(row, "Piet").subject
    standing.leave_out(subject_id=waiting.pk, by=row.requester, now=factories.NOW)
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert (row.status, waiting.status) == (State.REVIEW, SubjectStatus.LEFT_OUT)
    assert list(row.events.values_list("kind", flat=True)) == [EventKind.LEFT_OUT, EventKind.ALL_ANSWERED]


def test_the_last_subject_stays() -> None:
    row = factories.request(status=State.COLLECTING)
    subject = factories.signer(row).subject
    with pytest.raises(standing.NobodyLeft):
        standing.leave_out(subject_id=subject.pk, by=row.requester, now=factories.NOW)


def test_nobody_is_left_out_twice() -> None:
    row = factories.request(status=State.REVIEW)
    answered.granted(row)
    subject = answered.refused(row).subject
    standing.leave_out(subject_id=subject.pk, by=row.requester, now=factories.NOW)
    with pytest.raises(MoveNotAllowed):
        standing.leave_out(subject_id=subject.pk, by=row.requester, now=factories.NOW)


@pytest.mark.parametrize("status", [State.CANCELLED, State.APPROVED, State.CLOSED])
def test_after_the_decision_nobody_is_left_out(status: State) -> None:
    row = factories.request(status=status)
    answered.granted(row)
    subject = answered.refused(row).subject
    with pytest.raises(standing.NotNow):
        standing.leave_out(subject_id=subject.pk, by=row.requester, now=factories.NOW)
