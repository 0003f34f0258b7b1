"""Three laws of the permission matrix that hold for all facts.

More consent never allows less, one no never allows more, order never matters.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from consent.conditions import Given, end_of
from consent.permissions import AskedFor, Person, matrix
from consent.recording import Recording, recording
from consent.states import State, SubjectStatus

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEDIA, USES, TERMS = ("photo", "film", "audio"), (1, 2, 3), ("once", "1", "2", "5")
CHANNELS = {1: "own_account", 2: "press_tv", 3: "teaching"}
GIVEN = st.builds(
    Given,
    at=st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    media=st.frozensets(st.sampled_from(MEDIA)),
    uses=st.frozensets(st.sampled_from(USES)),
    term=st.sampled_from(TERMS),
    recognisable=st.sampled_from(["recognisable", "unrecognisable", "voice_only"]),
    name=st.just("no_name"),
    preview=st.booleans(),
    second_yes=st.frozensets(st.sampled_from(USES)),
    withdrawn_uses=st.frozensets(st.sampled_from(USES), max_size=1),
)
PEOPLE = st.lists(
    st.builds(
        Person,
        id=st.integers(1, 99),
        status=st.sampled_from([SubjectStatus.GRANTED] * 4 + list(SubjectStatus)),
        given=st.lists(GIVEN, min_size=1, max_size=3).map(tuple),
        frozen=st.sampled_from([False, False, False, True]),
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
)


def allowed(asked: AskedFor) -> set[tuple[int, str]]:
    return {(cell.use, cell.medium) for cell in matrix(asked, now=NOW) if cell.allowed}


def until(asked: AskedFor) -> dict[tuple[int, str], date | None]:
    return {(cell.use, cell.medium): cell.until for cell in matrix(asked, now=NOW) if cell.allowed}


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
    )
    assert allowed(asked) <= allowed(more_generous)
    assert set(recording(asked).media) <= set(recording(more_generous).media)
    for place, end in until(asked).items():
        longer = until(more_generous)[place]
        assert end is not None
        assert longer is not None
        assert end <= longer


@given(ASKED_FOR, GIVEN, st.sampled_from([status for status in SubjectStatus if status != SubjectStatus.GRANTED]))
def test_one_no_never_allows_more(asked: AskedFor, less: Given, status: SubjectStatus) -> None:
    assume(asked.people)
    one = asked.people[0].given[0]
    meaner = with_first(
        asked,
        media=one.media & less.media,
        uses=one.uses & less.uses,
        second_yes=one.second_yes & less.second_yes,
        withdrawn_uses=one.withdrawn_uses | less.withdrawn_uses,
    )
    assert allowed(meaner) <= allowed(asked)
    if status != SubjectStatus.LEFT_OUT and asked.people[0].status != SubjectStatus.LEFT_OUT:
        refused = replace(asked, people=(replace(asked.people[0], status=status), *asked.people[1:]))
        assert allowed(refused) == set()
        assert recording(refused) == Recording(allowed=False, media=())


@given(ASKED_FOR, st.builds(Person, id=st.just(100), status=st.just(SubjectStatus.GRANTED), given=st.tuples(GIVEN)))
def test_one_person_more_in_the_picture_never_allows_more(asked: AskedFor, person: Person) -> None:
    assume(asked.people)
    assume(any(one.status != SubjectStatus.LEFT_OUT for one in asked.people))
    assert allowed(replace(asked, people=(*asked.people, person))) <= allowed(asked)


@given(ASKED_FOR, st.randoms(use_true_random=False))
def test_order_never_matters(asked: AskedFor, random) -> None:
    people = [replace(person, given=tuple(random.sample(person.given, len(person.given)))) for person in asked.people]
    shuffled = replace(
        asked,
        people=tuple(random.sample(people, len(people))),
        media=tuple(random.sample(asked.media, len(asked.media))),
        uses=tuple(random.sample(asked.uses, len(asked.uses))),
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
                for given in person.given:
                    assert cell.use in given.uses - given.withdrawn_uses
                    assert cell.medium in given.media
                    assert cell.use != 2 or 2 in given.second_yes
                    assert end_of(given) >= now.date()
                    assert asked.starts_at is None or given.at <= asked.starts_at
