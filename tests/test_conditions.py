"""Under which conditions: examples of how the strictest of everybody's wishes is found."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from consent.conditions import Conditions, Given, strictest

YES = Given(
    at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    media=frozenset({"photo"}),
    uses=frozenset({1}),
    term="2",
    tagging=True,
)


def of(*people: dict) -> Conditions:
    """The conditions of people with one signer each, who changed this of the widest yes."""
    return strictest([(replace(YES, **changes),) for changes in people])


def test_nobody_asks_for_nothing() -> None:
    assert strictest([]) == Conditions()


def test_the_widest_yes_has_the_widest_conditions() -> None:
    assert of({}, {}) == Conditions(tagging=True)


@pytest.mark.parametrize(
    ("wish", "condition"),
    [
        ({"term": "once"}, {"once": True}),
        ({"recognisable": "unrecognisable"}, {"unrecognisable": True}),
        ({"name": "first_name"}, {"name": "first_name"}),
        ({"name": "no_name"}, {"name": "no_name"}),
        ({"tagging": False}, {"tagging": False}),
        ({"preview": True}, {"preview": 1}),
    ],
)
def test_the_wish_of_one_holds_for_everybody(wish: dict, condition: dict) -> None:
    assert of({}, wish) == of(wish, {}) == replace(Conditions(tagging=True), **condition)


def test_the_strictest_name_wins() -> None:
    assert of({"name": "role"}, {"name": "first_name"}).name == "role"
    assert of({"name": "role"}, {"name": "no_name"}).name == "no_name"


def test_everybody_who_wants_to_see_it_is_counted() -> None:
    assert of({"preview": True}, {}, {"preview": True}).preview == 2
    assert strictest([(replace(YES, preview=True), replace(YES, preview=True))]).preview == 2


@pytest.mark.parametrize(
    ("said", "ai"),
    [([None, None], None), ([True, True], True), ([True, False], False), ([True, None], False), ([False], False)],
)
def test_silence_about_ai_is_a_no_once_anybody_was_asked(said: list[bool | None], ai: bool | None) -> None:
    assert of(*({"ai": one} for one in said)).ai is ai


@pytest.mark.parametrize(
    ("said", "health"),
    [
        ([None, None], None),
        ([None, ""], ()),
        (["", ""], ()),
        (["I had a stroke.", ""], ("I had a stroke.",)),
        (["I had a stroke.", "I am well."], ("I am well.", "I had a stroke.")),
        (["B", "A", "C", "E", "D", "F"], ("A", "B", "C", "D", "E", "F")),
    ],
)
def test_only_sentences_that_people_chose_may_be_said_of_health(said: list[str | None], health: tuple | None) -> None:
    assert of(*({"health": one} for one in said)).health == health


@pytest.mark.parametrize(
    ("mother", "father", "health"),
    [("A", "A", ("A",)), ("A", "B", ()), ("A", "", ()), ("A", None, ("A",))],
)
def test_parents_must_choose_the_same_sentence(mother: str, father: str | None, health: tuple) -> None:
    assert strictest([(replace(YES, health=mother), replace(YES, health=father))]).health == health


def test_consent_stands_since_the_signature_that_was_renewed() -> None:
    assert YES.since == YES.at
    assert replace(YES, renews=datetime(2026, 1, 1, tzinfo=UTC)).since == datetime(2026, 1, 1, tzinfo=UTC)
