"""The tables of moves: no state is forgotten, none is a trap, and the database refuses what they do not have."""

import itertools

import pytest
from django.db import ProgrammingError, connection, transaction

from consent import states
from consent.models import Request, Signer, Subject, Wording
from consent.states import EventKind, SignerStatus, State, SubjectStatus
from tests import factories


def test_every_state_has_a_row() -> None:
    assert set(states.TRANSITIONS) == set(State)
    assert set(states.SUBJECT_TRANSITIONS) == set(SubjectStatus)
    assert set(states.SIGNER_TRANSITIONS) == set(SignerStatus)


def test_every_state_is_reached_from_a_draft() -> None:
    reached = {State.DRAFT}
    for _ in State:
        reached |= {after for before in reached for after in states.TRANSITIONS[before]}
    assert reached == set(State)


def test_every_open_request_can_be_cancelled_and_no_other() -> None:
    assert {state for state in State if State.CANCELLED in states.TRANSITIONS[state]} == states.OPEN


def test_nothing_follows_the_end() -> None:
    ends = {state for state in State if not states.TRANSITIONS[state]}
    assert ends == {State.REJECTED, State.CANCELLED, State.CLOSED, State.EXPIRED}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (State.DRAFT, State.INTAKE, EventKind.SUBMITTED),
        (State.DRAFT, State.COLLECTING, EventKind.SUBMITTED),
        (State.DRAFT, State.CANCELLED, EventKind.CANCELLED),
        (State.INTAKE, State.COLLECTING, EventKind.CLEARED_TO_ASK),
        (State.INTAKE, State.RETURNED, EventKind.SENT_BACK),
        (State.RETURNED, State.INTAKE, EventKind.RESUBMITTED),
        (State.RETURNED, State.COLLECTING, EventKind.RESUBMITTED),
        (State.RETURNED, State.EXPIRED, EventKind.EXPIRED),
        (State.COLLECTING, State.REVIEW, EventKind.ALL_ANSWERED),
        (State.REVIEW, State.APPROVED, EventKind.APPROVED),
        (State.REVIEW, State.REJECTED, EventKind.REJECTED),
        (State.APPROVED, State.CLOSED, EventKind.CLOSED),
    ],
)
def test_a_move_is_told_by_its_event(before: State, after: State, kind: EventKind) -> None:
    assert states.event_of(before, after) == kind


def test_every_allowed_move_has_an_event() -> None:
    for before, targets in states.TRANSITIONS.items():
        for after in targets:
            assert states.event_of(before, after) in EventKind


@pytest.mark.django_db
def test_the_database_knows_the_same_moves_of_a_request() -> None:
    user, wording = factories.user(), Wording.objects.get(version=1)

    def make(*, status: str) -> Request:
        return factories.request(user, status=State(status), wording=wording, submitted_at=factories.NOW)

    pairs = list(itertools.permutations(State, 2))
    assert {pair for pair in pairs if _moves("consent_request", make, *pair)} == _allowed(states.TRANSITIONS)


@pytest.mark.django_db
def test_the_database_knows_the_same_moves_of_a_subject() -> None:
    row = factories.request(status=State.COLLECTING)

    def make(*, status: str) -> Subject:
        return Subject.objects.create(request=row, name="Jan", kind="student", status=status)

    pairs = list(itertools.permutations(SubjectStatus, 2))
    assert {pair for pair in pairs if _moves("consent_subject", make, *pair)} == _allowed(states.SUBJECT_TRANSITIONS)


@pytest.mark.django_db
def test_the_database_knows_the_same_moves_of_a_signer() -> None:
    row = factories.request(status=State.COLLECTING)

    def make(*, status: str) -> Signer:
        return factories.signer(row, status=status)

    pairs = list(itertools.permutations(SignerStatus, 2))
    assert {pair for pair in pairs if _moves("consent_signer", make, *pair)} == _allowed(states.SIGNER_TRANSITIONS)


def _allowed(table):
    return {(before, after) for before, targets in table.items() for after in targets}


def _moves(table: str, make, before: str, after: str) -> bool:
    """Make a row in one state and move it by SQL, behind Python's back."""
    with transaction.atomic():
        keep = transaction.savepoint_create()
        row = make(status=before)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET status = %s WHERE id = %s", [after, row.pk])
                return cursor.rowcount == 1
        except ProgrammingError as error:
            if "Invalid transition" not in str(error):
                raise
            return False
        finally:
            transaction.savepoint_rollback(keep)
