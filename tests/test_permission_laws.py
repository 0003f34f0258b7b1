"""The laws of the permission matrix, that hold for all facts.

More consent never allows less, one no never allows more, order never matters, and taking back, freezing, turning an age and
time itself never allow more. Allowed means the days, the conditions and the pieces too.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from consent.conditions import NAMES, Conditions, Given, end_of
from consent.permissions import AskedFor, Cell, Person, Piece, matrix, may_stay
from consent.recording import Recording, recording
from consent.states import State, SubjectStatus

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEDIA, USES, TERMS = ("photo", "film", "audio"), (1, 2, 3), ("once", "1", "2", "5")
PIECES = (11, 12, 21)
CHANNELS = {1: "own_account", 2: "press_tv", 3: "teaching"}
GIVEN = st.builds(
    Given,
    at=st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    media=st.frozensets(st.sampled_from(MEDIA)),
    uses=st.frozensets(st.sampled_from(USES)),
    term=st.sampled_from(TERMS),
    recognisable=st.sampled_from(["recognisable", "unrecognisable", "voice_only"]),
    name=st.sampled_from(NAMES),
    health=st.none() | st.sampled_from(["", "I had a stroke.", "I am well."]),
    preview=st.booleans(),
    tagging=st.booleans(),
    ai=st.none() | st.booleans(),
    second_yes=st.frozensets(st.sampled_from(USES)),
    withdrawn_uses=st.frozensets(st.sampled_from(USES), max_size=1),
    agreed=st.frozensets(st.sampled_from(PIECES)),
    renews=st.none() | st.just(datetime(2024, 1, 1, tzinfo=UTC)),
)
PEOPLE = st.lists(
    st.builds(
        Person,
        id=st.integers(1, 99),
        status=st.sampled_from([SubjectStatus.GRANTED] * 4 + list(SubjectStatus)),
        given=st.lists(GIVEN, min_size=1, max_size=3).map(tuple),
        frozen=st.sampled_from([False, False, False, True]),
        came_of_age=st.sampled_from([False, False, False, True]),
    ),
    max_size=4,
    unique_by=lambda person: person.id,
).map(tuple)
ASKED_FOR = st.builds(
    AskedFor,
    status=st.sampled_from([State.APPROVED] * 4 + list(State)),
    approved=st.sampled_from([True, True, True, False]),
    media=st.just(MEDIA),
    uses=st.just(tuple(CHANNELS.items())),
    starts_at=st.none() | st.just(NOW),
    ends_at=st.none(),
    people=PEOPLE,
    published=st.sampled_from([(), ((1, datetime(2025, 6, 1, tzinfo=UTC)),)]),
    pieces=st.just((Piece(11, 1, "photo"), Piece(12, 1, "photo"), Piece(21, 3, "film"))),
)


def allowed(asked: AskedFor) -> set[tuple[int, str]]:
    return {(cell.use, cell.medium) for cell in matrix(asked, now=NOW) if cell.allowed}


def cells(asked: AskedFor, *, days: int = 0) -> dict[tuple[int, str], Cell]:
    return {(cell.use, cell.medium): cell for cell in matrix(asked, now=NOW + timedelta(days=days)) if cell.allowed}


def no_stricter(looser: Conditions, stricter: Conditions) -> bool:
    """Whether everything that the second condition allows, the first allows too."""
    return (
        looser.once <= stricter.once
        and looser.unrecognisable <= stricter.unrecognisable
        and NAMES.index(looser.name) <= NAMES.index(stricter.name)
        and (looser.health is None or stricter.health is None or set(looser.health) >= set(stricter.health))
        and looser.tagging >= stricter.tagging
        and (looser.ai is None or stricter.ai is None or looser.ai >= stricter.ai)
        and looser.preview <= stricter.preview
    )


def never_more(less: AskedFor, more: AskedFor, *, less_days: int = 0) -> None:
    """Assert that the first allows nothing that the second does not: place by place, day, condition and piece."""
    there = cells(more)
    for place, cell in cells(less, days=less_days).items():
        assert place in there
        assert cell.until is not None
        assert cell.until <= (there[place].until or date.min)
        assert no_stricter(there[place].conditions, cell.conditions)
        assert not there[place].conditions.preview or cell.agreed <= there[place].agreed
    assert may_stay(less, now=NOW + timedelta(days=less_days)) <= may_stay(more, now=NOW)
    if not less_days:
        assert set(recording(less).media) <= set(recording(more).media)


def with_first(asked: AskedFor, **changes) -> AskedFor:
    """Change the first signature of the first person."""
    first = asked.people[0]
    changed = replace(first, given=(replace(first.given[0], **changes), *first.given[1:]))
    return replace(asked, people=(changed, *asked.people[1:]))


@given(ASKED_FOR, GIVEN)
def test_more_consent_never_allows_less(asked: AskedFor, more: Given) -> None:
    assume(asked.people)
    one = asked.people[0].given[0]
    more_generous = with_first(
        asked,
        media=one.media | more.media,
        uses=one.uses | more.uses,
        second_yes=one.second_yes | more.second_yes,
        withdrawn_uses=one.withdrawn_uses & more.withdrawn_uses,
        term=max(one.term, more.term, key=TERMS.index),
        recognisable="recognisable",
        name=min(one.name, more.name, key=NAMES.index),
        preview=one.preview and more.preview,
        tagging=one.tagging or more.tagging,
        ai=None if one.ai is None else one.ai or bool(more.ai),
        agreed=one.agreed | more.agreed,
    )
    never_more(asked, more_generous)


@given(ASKED_FOR, st.sampled_from(["I had a stroke.", "I am well."]))
def test_a_sentence_about_health_is_more_than_nothing(asked: AskedFor, sentence: str) -> None:
    assume(asked.people)
    alone = replace(asked.people[0], given=asked.people[0].given[:1])
    rest = asked.people[1:]
    asked = replace(asked, people=(alone, *rest))
    never_more(with_first(asked, health=""), with_first(asked, health=sentence))


@given(ASKED_FOR, GIVEN, st.sampled_from([status for status in SubjectStatus if status != SubjectStatus.GRANTED]))
def test_one_no_never_allows_more(asked: AskedFor, less: Given, status: SubjectStatus) -> None:
    assume(asked.people)
    one = asked.people[0].given[0]
    meaner = with_first(
        asked,
        media=one.media & less.media,
        uses=one.uses & less.uses,
        second_yes=one.second_yes & less.second_yes,
        term=min(one.term, less.term, key=TERMS.index),
        recognisable="unrecognisable" if one.recognisable == "recognisable" else one.recognisable,
        name=max(one.name, less.name, key=NAMES.index),
        preview=one.preview or less.preview,
        tagging=one.tagging and less.tagging,
        ai=None if one.ai is None else one.ai and bool(less.ai),
        agreed=one.agreed & less.agreed,
    )
    never_more(meaner, asked)
    if status != SubjectStatus.LEFT_OUT and asked.people[0].status != SubjectStatus.LEFT_OUT:
        refused = replace(asked, people=(replace(asked.people[0], status=status), *asked.people[1:]))
        assert allowed(refused) == set()
        assert may_stay(refused, now=NOW) == set()
        assert recording(refused) == Recording(allowed=False, media=())


@given(ASKED_FOR, st.frozensets(st.sampled_from(USES)))
def test_taking_back_never_allows_more(asked: AskedFor, uses: frozenset[int]) -> None:
    assume(asked.people)
    never_more(with_first(asked, withdrawn_uses=asked.people[0].given[0].withdrawn_uses | uses), asked)


@given(ASKED_FOR, st.sampled_from(["frozen", "came_of_age"]))
def test_freezing_and_turning_an_age_never_allow_more(asked: AskedFor, what: str) -> None:
    assume(asked.people)
    person = asked.people[0]
    first = replace(person, frozen=True) if what == "frozen" else replace(person, came_of_age=True)
    stopped = replace(asked, people=(first, *asked.people[1:]))
    never_more(stopped, asked)
    if person.status != SubjectStatus.LEFT_OUT:
        assert allowed(stopped) == set()


@given(ASKED_FOR, st.integers(0, 3000))
def test_time_never_allows_more(asked: AskedFor, days: int) -> None:
    never_more(asked, asked, less_days=days)


@given(ASKED_FOR, st.sampled_from(USES))
def test_publishing_never_allows_more_and_takes_nothing_down(asked: AskedFor, use: int) -> None:
    published = replace(asked, published=(*asked.published, (use, NOW)))
    never_more(published, asked)
    assert may_stay(published, now=NOW) == may_stay(asked, now=NOW)


@given(ASKED_FOR)
def test_what_is_allowed_may_stay(asked: AskedFor) -> None:
    assert allowed(asked) <= may_stay(asked, now=NOW)


@given(ASKED_FOR, st.builds(Person, id=st.just(100), status=st.just(SubjectStatus.GRANTED), given=st.tuples(GIVEN)))
def test_one_person_more_in_the_picture_never_allows_more(asked: AskedFor, person: Person) -> None:
    assume(asked.people)
    assume(any(one.status != SubjectStatus.LEFT_OUT for one in asked.people))
    never_more(replace(asked, people=(*asked.people, person)), asked)


@given(ASKED_FOR, st.randoms(use_true_random=False))
def test_order_never_matters(asked: AskedFor, random) -> None:
    people = [replace(person, given=tuple(random.sample(person.given, len(person.given)))) for person in asked.people]
    shuffled = replace(
        asked,
        people=tuple(random.sample(people, len(people))),
        media=tuple(random.sample(asked.media, len(asked.media))),
        uses=tuple(random.sample(asked.uses, len(asked.uses))),
        pieces=tuple(random.sample(asked.pieces, len(asked.pieces))),
    )
    assert {_facts(cell) for cell in matrix(shuffled, now=NOW)} == {_facts(cell) for cell in matrix(asked, now=NOW)}
    assert set(recording(shuffled).media) == set(recording(asked).media)


def _facts(cell):
    return replace(cell, verdicts=()), frozenset(cell.verdicts)


@given(ASKED_FOR, st.integers(0, 3000))
def test_what_was_not_said_yes_to_is_never_allowed(asked: AskedFor, days: int) -> None:
    """The rule in other words than the code: count the yeses of everybody in the picture."""
    now = NOW + timedelta(days=days)
    inside = [person for person in asked.people if person.status != SubjectStatus.LEFT_OUT]
    for cell in matrix(asked, now=now):
        if cell.allowed:
            assert asked.approved
            assert inside
            for person in inside:
                assert person.status == SubjectStatus.GRANTED
                assert not person.frozen
                assert not person.came_of_age
                for given in person.given:
                    assert cell.use in given.uses - given.withdrawn_uses
                    assert cell.medium in given.media
                    assert cell.use != 2 or 2 in given.second_yes
                    assert end_of(given) >= now.date()
                    assert asked.starts_at is None or given.since <= asked.starts_at
                    assert given.term != "once" or not any(
                        use == cell.use and at >= given.at for use, at in asked.published
                    )
                    assert not given.preview or any(piece in given.agreed for piece in cell.agreed)
