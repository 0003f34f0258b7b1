"""The permission matrix: examples of each rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consent.conditions import Conditions, Given, end_of
from consent.permissions import AskedFor, Person, Piece, Reason, matrix, may_stay
from consent.recording import Recording, recording
from consent.states import State, SubjectStatus

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
INSTAGRAM, PRESS = (1, "own_account"), (2, "press_tv")
YES = Given(at=NOW - timedelta(days=1), media=frozenset({"photo", "film"}), uses=frozenset({1, 2}), term="2")
JAN = Person(id=7, status=SubjectStatus.GRANTED, given=(YES,))
ASKED = AskedFor(
    status=State.APPROVED,
    approved=True,
    media=("photo",),
    uses=(INSTAGRAM,),
    starts_at=NOW - timedelta(hours=1),
    ends_at=NOW + timedelta(hours=1),
    people=(JAN,),
)


def only_cell(asked: AskedFor, now: datetime = NOW):
    (cell,) = matrix(asked, now=now)
    return cell


def reasons(asked: AskedFor, now: datetime = NOW) -> tuple[Reason, ...]:
    cell = only_cell(asked, now)
    assert cell.allowed == (not cell.reasons)
    return cell.reasons


def test_a_use_to_which_everybody_said_yes_is_allowed_until_the_term_ends() -> None:
    cell = only_cell(ASKED)
    assert (cell.use, cell.medium, cell.allowed, cell.until, cell.reasons) == (1, "photo", True, date(2028, 11, 22), ())


def test_there_is_a_cell_for_each_use_and_medium_in_the_order_of_the_request() -> None:
    asked = replace(ASKED, uses=(PRESS, INSTAGRAM), media=("film", "photo"))
    assert [(cell.use, cell.medium) for cell in matrix(asked, now=NOW)] == [
        (2, "film"),
        (2, "photo"),
        (1, "film"),
        (1, "photo"),
    ]


@pytest.mark.parametrize("status", [state for state in State if state != State.APPROVED])
def test_nothing_is_allowed_before_or_after_approval(status: State) -> None:
    assert reasons(replace(ASKED, status=status, approved=False)) == (Reason.NOT_APPROVED,)
    assert reasons(replace(ASKED, status=status, approved=True)) == (Reason.NOT_APPROVED,)


def test_the_state_alone_is_not_the_desk_s_word() -> None:
    assert reasons(replace(ASKED, approved=False)) == (Reason.NOT_APPROVED,)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (SubjectStatus.WAITING, Reason.WAITING),
        (SubjectStatus.REFUSED, Reason.NO),
        (SubjectStatus.WITHDRAWN, Reason.WITHDRAWN),
        (SubjectStatus.EXPIRED, Reason.ENDED),
    ],
)
def test_one_person_without_consent_blocks_everybody(status: SubjectStatus, reason: Reason) -> None:
    other = Person(id=8, status=status, given=())
    assert reasons(replace(ASKED, people=(JAN, other))) == (reason,)


def test_a_standing_signature_of_one_parent_is_nothing_while_the_subject_waits() -> None:
    assert reasons(replace(ASKED, people=(replace(JAN, status=SubjectStatus.WAITING),))) == (Reason.WAITING,)


def test_who_is_left_out_of_the_recording_does_not_count() -> None:
    gone = Person(id=8, status=SubjectStatus.LEFT_OUT, given=())
    assert reasons(replace(ASKED, people=(JAN, gone))) == ()
    assert reasons(replace(ASKED, people=(gone,))) == (Reason.NOBODY,)


def test_a_recording_of_nobody_is_not_allowed() -> None:
    assert reasons(replace(ASKED, people=())) == (Reason.NOBODY,)


@pytest.mark.parametrize("change", [{"media": frozenset({"film"})}, {"uses": frozenset({2})}])
def test_a_no_to_the_medium_or_the_use_is_a_no_to_the_two_together(change: dict) -> None:
    assert reasons(replace(ASKED, people=(replace(JAN, given=(replace(YES, **change),)),))) == (Reason.NO,)


def test_all_signers_of_one_person_must_say_yes() -> None:
    mother = replace(YES, uses=frozenset())
    assert reasons(replace(ASKED, people=(replace(JAN, given=(YES, mother)),))) == (Reason.NO,)


@pytest.mark.parametrize(
    ("medium", "allowed"),
    [("photo", False), ("film", False), ("television", False), ("animation", False), ("audio", True)],
)
def test_only_my_voice_closes_every_medium_that_shows_me(medium: str, allowed: bool) -> None:
    voice = replace(YES, media=frozenset({medium}), recognisable="voice_only")
    asked = replace(ASKED, media=(medium,), people=(replace(JAN, given=(voice,)),))
    assert only_cell(asked).allowed is allowed
    assert recording(asked).allowed is allowed


def test_a_withdrawn_use_is_closed_and_the_other_stays() -> None:
    given = replace(YES, withdrawn_uses=frozenset({1}))
    asked = replace(
        ASKED,
        uses=(INSTAGRAM, (3, "teaching")),
        people=(replace(JAN, given=(replace(given, uses=frozenset({1, 3})),)),),
    )
    assert [cell.reasons for cell in matrix(asked, now=NOW)] == [(Reason.WITHDRAWN,), ()]


def test_a_frozen_person_closes_every_use() -> None:
    assert reasons(replace(ASKED, people=(replace(JAN, frozen=True),))) == (Reason.FROZEN,)


def test_a_signature_after_the_start_does_not_make_that_recording_allowed() -> None:
    late = replace(ASKED, starts_at=YES.at - timedelta(microseconds=1))
    assert reasons(late) == (Reason.TOO_LATE,)
    assert reasons(replace(ASKED, starts_at=YES.at)) == ()
    assert recording(late) == Recording(allowed=False, media=())


def test_existing_material_asks_for_no_earlier_signature() -> None:
    assert reasons(replace(ASKED, starts_at=None)) == ()


@pytest.mark.parametrize("channel", ["press_tv", "advertising", "print"])
def test_high_visibility_waits_for_the_second_yes_of_each(channel: str) -> None:
    asked = replace(ASKED, uses=((1, channel),))
    assert reasons(asked) == (Reason.SECOND_YES,)
    assert reasons(replace(asked, people=(replace(JAN, given=(replace(YES, second_yes=frozenset({1})),)),))) == ()


def test_the_term_ends_at_midnight_in_utrecht() -> None:
    last = datetime(2028, 11, 22, 22, 59, tzinfo=UTC)
    assert reasons(ASKED, last) == ()
    assert reasons(ASKED, last + timedelta(minutes=1)) == (Reason.ENDED,)


@pytest.mark.parametrize(
    ("at", "term", "end"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "once", date(2027, 11, 23)),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "1", date(2027, 11, 23)),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "5", date(2031, 11, 23)),
        (datetime(2028, 2, 29, 9, tzinfo=UTC), "1", date(2029, 2, 28)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2", date(2029, 1, 1)),
    ],
)
def test_a_term_is_counted_from_the_day_of_signing_in_utrecht(at: datetime, term: str, end: date) -> None:
    assert end_of(replace(YES, at=at, term=term)) == end


def test_the_shortest_term_of_all_counts() -> None:
    short = Person(id=8, status=SubjectStatus.GRANTED, given=(replace(YES, term="1"),))
    assert only_cell(replace(ASKED, people=(JAN, short))).until == date(2027, 11, 22)


def test_wishes_of_one_person_hold_for_the_whole_use() -> None:
    shy = Person(id=8, status=SubjectStatus.GRANTED, given=(replace(YES, recognisable="unrecognisable", preview=True),))
    assert only_cell(ASKED).conditions == Conditions()
    cell = only_cell(replace(ASKED, people=(JAN, shy)))
    assert (cell.allowed, cell.conditions) == (False, Conditions(unrecognisable=True, preview=1))


def test_media_may_be_recorded_to_which_everybody_said_yes() -> None:
    other = Person(id=8, status=SubjectStatus.GRANTED, given=(replace(YES, media=frozenset({"photo"})),))
    asked = replace(ASKED, media=("film", "photo"))
    assert recording(asked) == Recording(allowed=True, media=("film", "photo"))
    assert recording(replace(asked, people=(JAN, other))) == Recording(allowed=True, media=("photo",))
    assert recording(replace(asked, approved=False)) == Recording(allowed=False, media=())
    assert recording(replace(asked, people=())) == Recording(allowed=False, media=())


def with_person(**changes) -> AskedFor:
    """The usual request, of Jan with something changed."""
    return replace(ASKED, people=(replace(JAN, **changes),))


PHOTOS = (Piece(11, 1, "photo"), Piece(12, 1, "photo"))


def seen(*people: tuple[int, frozenset[int]], pieces=PHOTOS) -> AskedFor:
    """A request of people who want to see it first, and what each agreed to."""
    return replace(
        ASKED,
        pieces=pieces,
        people=tuple(
            Person(key, SubjectStatus.GRANTED, (replace(YES, preview=True, agreed=agreed),)) for key, agreed in people
        ),
    )


def test_a_use_waits_for_those_who_want_to_see_it_first() -> None:
    cell = only_cell(seen((7, frozenset())))
    assert (cell.reasons, cell.waits_for_preview, cell.until) == ((Reason.PREVIEW,), True, date(2028, 11, 22))
    assert [(one.reason, one.until) for one in cell.verdicts] == [(Reason.PREVIEW, None)]


def test_what_all_of_them_agreed_to_is_allowed() -> None:
    cell = only_cell(seen((7, frozenset({11, 12})), (8, frozenset({12}))))
    assert (cell.allowed, cell.agreed, cell.waits_for_preview) == (True, {12}, False)
    assert [(one.reason, one.until) for one in cell.verdicts] == [(None, date(2028, 11, 22))] * 2


def test_each_agreeing_to_another_piece_is_not_enough() -> None:
    cell = only_cell(seen((7, frozenset({11})), (8, frozenset({12}))))
    assert (cell.reasons, cell.agreed) == ((Reason.PREVIEW,), frozenset())
    assert [one.reason for one in cell.verdicts] == [None, None]


@pytest.mark.parametrize("piece", [Piece(11, 2, "photo"), Piece(11, 1, "film")])
def test_a_piece_of_another_use_or_medium_is_not_enough(piece: Piece) -> None:
    assert reasons(seen((7, frozenset({11})), pieces=(piece,))) == (Reason.PREVIEW,)


def test_who_does_not_want_to_see_it_is_not_waited_for() -> None:
    asked = seen((7, frozenset({11})))
    cell = only_cell(replace(asked, people=(*asked.people, replace(JAN, id=8))))
    assert (cell.allowed, cell.agreed) == (True, {11})
    assert only_cell(replace(asked, people=(JAN,))).agreed == frozenset()


def test_something_graver_than_the_preview_is_no_waiting() -> None:
    asked = seen((7, frozenset()))
    cell = only_cell(replace(asked, people=(*asked.people, Person(8, SubjectStatus.REFUSED, ()))))
    assert (cell.reasons, cell.waits_for_preview, cell.until) == ((Reason.NO, Reason.PREVIEW), False, None)


def test_this_publication_only_is_over_after_the_first() -> None:
    once = replace(JAN, given=(replace(YES, term="once"),))
    asked = replace(ASKED, people=(once, replace(JAN, id=8)))
    assert reasons(asked) == ()
    assert reasons(replace(asked, published=((1, YES.at),))) == (Reason.ONCE_USED,)
    assert reasons(replace(asked, published=((2, NOW),))) == ()
    assert reasons(replace(asked, published=((1, YES.at - timedelta(seconds=1)),))) == ()
    assert reasons(replace(ASKED, published=((1, NOW),))) == ()


def test_what_is_published_may_stay_though_nothing_new_may() -> None:
    first = (1, "photo")
    once = replace(with_person(given=(replace(YES, term="once"),)), published=((1, NOW),))
    grown = with_person(came_of_age=True)
    for asked in (once, grown, seen((7, frozenset())), replace(ASKED, status=State.CLOSED, approved=False)):
        assert not only_cell(asked).allowed
        assert may_stay(asked, now=NOW) == {first}
    for asked in (with_person(frozen=True), with_person(given=(replace(YES, withdrawn_uses=frozenset({1})),))):
        assert may_stay(asked, now=NOW) == set()
    assert may_stay(replace(grown, people=(replace(grown.people[0], frozen=True),)), now=NOW) == set()


def test_who_came_of_age_and_was_not_heard_closes_everything_new() -> None:
    asked = with_person(came_of_age=True)
    assert reasons(asked) == (Reason.CAME_OF_AGE,)
    assert recording(asked) == Recording(allowed=False, media=())


def test_a_renewed_signature_is_in_time() -> None:
    assert ASKED.starts_at is not None
    late = replace(YES, at=ASKED.starts_at + timedelta(days=1))
    assert reasons(with_person(given=(late,))) == (Reason.TOO_LATE,)
    assert reasons(with_person(given=(replace(late, renews=YES.at),))) == ()


def test_one_of_two_signers_is_enough_to_stop() -> None:
    assert ASKED.starts_at is not None
    for change, reason in (
        ({"at": ASKED.starts_at + timedelta(hours=9)}, Reason.TOO_LATE),
        ({"at": NOW - timedelta(days=800)}, Reason.ENDED),
        ({"withdrawn_uses": frozenset({1})}, Reason.WITHDRAWN),
    ):
        assert reasons(with_person(given=(YES, replace(YES, **change)))) == (reason,)
    used = replace(with_person(given=(YES, replace(YES, term="once"))), published=((1, NOW),))
    assert reasons(used) == (Reason.ONCE_USED,)
    press = replace(with_person(given=(replace(YES, second_yes=frozenset({2})), YES)), uses=(PRESS,))
    assert reasons(press) == (Reason.SECOND_YES,)


def test_the_term_of_the_stricter_signer_counts() -> None:
    assert only_cell(with_person(given=(YES, replace(YES, term="1")))).verdicts[0].until == date(2027, 11, 22)


def test_nobody_s_yes_is_nothing_even_where_the_status_says_otherwise() -> None:
    assert reasons(with_person(given=())) == (Reason.WAITING,)
