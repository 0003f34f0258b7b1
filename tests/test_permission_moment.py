"""What the permission card says of one moment: examples of each rule, its edges, and its law against the matrix."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.conditions import Given, end_of
from consent.permissions import AskedFor, Person, Reason, matrix
from consent.recording import Moment, Stop, at_moment, recording
from consent.states import State, SubjectStatus
from tests.test_permission_laws import ASKED_FOR

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
END = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
DURING = START + timedelta(minutes=5)
INSTAGRAM, PRESS = (1, "own_account"), (2, "press_tv")
YES = Given(at=START - timedelta(days=1), media=frozenset({"photo", "audio"}), uses=frozenset({1, 2}), term="2")
JAN = Person(id=7, status=SubjectStatus.GRANTED, given=(YES,))
ASKED = AskedFor(
    status=State.APPROVED,
    approved=True,
    media=("photo", "audio"),
    uses=(INSTAGRAM,),
    starts_at=START,
    ends_at=END,
    people=(JAN,),
)
SECOND = timedelta(seconds=1)


def with_jan(**changes) -> AskedFor:
    return replace(ASKED, people=(replace(JAN, **changes),))


def test_it_is_allowed_from_the_start_to_the_second_and_over_at_the_end() -> None:
    assert [at_moment(ASKED, now=now).stop for now in (START - SECOND, START, END - SECOND, END)] == [
        Stop.EARLY,
        None,
        None,
        Stop.OVER,
    ]
    assert at_moment(ASKED, now=START) == Moment(None, ("photo", "audio"), START, END)


@pytest.mark.parametrize("status", [state for state in State if state != State.APPROVED])
def test_only_an_approved_request_gives_leave(status: State) -> None:
    assert at_moment(replace(ASKED, status=status, approved=True), now=DURING).stop == Stop.NO_PERMISSION
    assert at_moment(replace(ASKED, approved=False), now=DURING).stop == Stop.NO_PERMISSION


@pytest.mark.parametrize("status", [one for one in SubjectStatus if one not in {"granted", "left_out"}])
def test_one_person_without_consent_stops_it(status: SubjectStatus) -> None:
    other = Person(id=8, status=status, given=())
    assert at_moment(replace(ASKED, people=(JAN, other)), now=DURING) == Moment(Stop.NO_PERMISSION)


def test_a_frozen_person_stops_it() -> None:
    assert at_moment(with_jan(frozen=True), now=DURING).stop == Stop.NO_PERMISSION


def test_who_is_left_out_counts_neither_with_a_no_nor_with_a_term() -> None:
    short = replace(YES, at=START - timedelta(days=400), term="1")
    gone = Person(id=8, status=SubjectStatus.LEFT_OUT, given=(short,))
    assert at_moment(replace(ASKED, people=(JAN, gone)), now=DURING).stop is None
    assert at_moment(replace(ASKED, people=(gone,)), now=DURING).stop == Stop.NO_PERMISSION


def test_a_medium_is_named_only_when_everybody_said_yes_to_it() -> None:
    shy = Person(id=8, status=SubjectStatus.GRANTED, given=(replace(YES, media=frozenset({"audio"})),))
    assert at_moment(replace(ASKED, people=(JAN, shy)), now=DURING).media == ("audio",)


def test_what_no_use_is_waiting_for_is_not_recorded() -> None:
    assert at_moment(with_jan(given=(replace(YES, uses=frozenset({2})),)), now=DURING).stop == Stop.NO_PERMISSION
    assert at_moment(with_jan(given=(replace(YES, withdrawn_uses=frozenset({1})),)), now=DURING).media == ()


def test_a_use_that_waits_for_its_second_yes_may_be_recorded_for() -> None:
    assert at_moment(replace(ASKED, uses=(PRESS,)), now=DURING).media == ("photo", "audio")


def test_a_signature_after_the_start_comes_too_late() -> None:
    assert at_moment(with_jan(given=(replace(YES, at=START + SECOND),)), now=DURING).stop == Stop.NO_PERMISSION


def test_existing_material_gives_no_leave_to_record() -> None:
    assert at_moment(replace(ASKED, starts_at=None), now=DURING) == Moment(Stop.EXISTING)
    assert at_moment(replace(ASKED, ends_at=None), now=DURING) == Moment(Stop.EXISTING)


def test_a_term_that_ends_during_the_recording_ends_it_at_midnight_in_utrecht() -> None:
    long = replace(ASKED, starts_at=START, ends_at=START + timedelta(days=900))
    midnight = datetime(2028, 11, 22, 23, 0, tzinfo=UTC)
    assert end_of(YES) == date(2028, 11, 22)
    assert at_moment(long, now=midnight - SECOND) == Moment(None, ("photo", "audio"), START, midnight)
    assert at_moment(long, now=midnight).stop == Stop.OVER


def test_a_recording_after_the_term_is_never_allowed() -> None:
    later = replace(ASKED, starts_at=START + timedelta(days=900), ends_at=END + timedelta(days=900))
    assert at_moment(later, now=START).stop == Stop.NO_PERMISSION
    assert at_moment(later, now=START + timedelta(days=900, minutes=5)).stop == Stop.OVER


@given(ASKED_FOR, st.integers(-3, 900), st.integers(1, 1000))
def test_it_is_never_allowed_what_the_matrix_forbids(asked: AskedFor, days: int, lasts: int) -> None:
    """Green only for media for which nothing but a second yes is missing for some use, at that very moment."""
    start = asked.starts_at
    now = START + timedelta(days=days)
    asked = replace(asked, ends_at=start + timedelta(days=lasts) if start else None)
    said = at_moment(asked, now=now)
    possible = {
        cell.medium for cell in matrix(asked, now=now) if cell.allowed or set(cell.reasons) == {Reason.SECOND_YES}
    }
    assert set(said.media) <= set(recording(asked).media)
    if said.stop is None:
        assert said.media
        assert set(said.media) <= possible
        assert start is not None
        assert asked.ends_at is not None
        assert start <= now < asked.ends_at
        inside = [person for person in asked.people if person.status != SubjectStatus.LEFT_OUT]
        assert inside
        for given_ in (one for person in inside for one in person.given):
            assert end_of(given_) >= now.date()
            assert given_.at <= start


@given(ASKED_FOR, st.integers(0, 900))
def test_between_two_answers_it_turns_from_green_to_red_only_at_the_moment_it_gave(asked: AskedFor, days: int) -> None:
    asked = replace(asked, ends_at=START + timedelta(days=700))
    said = at_moment(asked, now=START + timedelta(days=days))
    if said.stop is None:
        assert said.until is not None
        assert at_moment(asked, now=said.until - SECOND).stop is None
        assert at_moment(asked, now=said.until).stop == Stop.OVER
