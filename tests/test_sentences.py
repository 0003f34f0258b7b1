"""The matrix in words: allowed or not, until when, under which conditions; never by whom or why not."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from consent.conditions import Conditions
from consent.permissions import Cell, Reason
from consent.sentences import Sentence, say
from consent.sheet import AskedUse
from consent.states import State

LINKEDIN = AskedUse(1, "own_account", "LinkedIn Sam", "")
POSTER = AskedUse(2, "print", "Poster in the hall", "")
MAY = date(2027, 5, 1)
FREE = Conditions(tagging=True)


def cell(use=1, medium="photo", *, until=None, conditions=FREE, reasons=()):
    reasons = reasons or (() if until else (Reason.NO,))
    return Cell(
        use=use,
        medium=medium,
        allowed=not reasons,
        until=until,
        reasons=reasons,
        verdicts=(),
        conditions=conditions,
        agreed=frozenset(),
    )


def waiting(*, people: int, **wishes) -> Cell:
    """A cell for which these people want to see it first."""
    return cell(until=MAY, conditions=replace(FREE, preview=people, **wishes), reasons=(Reason.PREVIEW,))


def one(cells, use=LINKEDIN, status=State.APPROVED) -> Sentence:
    (sentence,) = say(cells, [use], status=status)
    return sentence


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_media_with_the_same_term_and_conditions_share_a_sentence():
    told = say([cell(until=MAY), cell(medium="audio", until=MAY)], [LINKEDIN], status=State.APPROVED)
    assert told == (
        Sentence(
            1,
            True,
            False,
            "You may post photos and audio on LinkedIn Sam until 1 May 2027, with names if you like.",
            MAY,
            "You may tag the people in it.",
        ),
    )


@pytest.mark.parametrize("other", [{"until": date(2028, 5, 1)}, {"conditions": Conditions(unrecognisable=True)}])
def test_media_with_other_terms_or_conditions_do_not(other):
    told = say([cell(until=MAY), cell(medium="audio", **{"until": MAY} | other)], [LINKEDIN], status=State.APPROVED)
    assert [("photos" in sentence.text, "audio" in sentence.text) for sentence in told] == [
        (True, False),
        (False, True),
    ]


def test_what_is_not_allowed_is_said_without_a_reason():
    told = say([cell(until=MAY), cell(medium="film")], [LINKEDIN], status=State.APPROVED)
    assert (told[1].allowed, told[1].text, told[1].note) == (False, "Film on LinkedIn Sam: not allowed.", "")


@pytest.mark.parametrize("conditions", [FREE, Conditions(once=True, unrecognisable=True, health=("x",), preview=2)])
@pytest.mark.parametrize("also", [(), (Reason.ONCE_USED,), (Reason.PREVIEW,)])
def test_every_reason_that_is_about_a_person_gives_the_same_sentence(also, conditions):
    """Neither the reason shows, nor the wishes, nor that somebody wanted to see it or allowed it once."""
    about_people = [reason for reason in Reason if reason not in {Reason.ONCE_USED, Reason.PREVIEW}]
    told = {one([cell(medium="film", conditions=conditions, reasons=(reason, *also))]) for reason in about_people}
    assert told == {Sentence(1, False, False, "Film on LinkedIn Sam: not allowed.", None)}


def test_the_sentence_says_how_and_below_it_what_comes_first():
    told = one([waiting(people=2, unrecognisable=True, name="no_name", tagging=False)])
    assert told.text == (
        "You may post photos on LinkedIn Sam until 1 May 2027, with everyone unrecognisable, without names, "
        "as soon as two people have seen it and said yes."
    )
    assert told.note == "Show it to two people first. Do not tag anyone."
    assert (told.allowed, told.preview, told.waits, told.until) == (False, True, True, MAY)


def test_one_person_who_wants_to_see_it_is_a_number_too():
    told = one([waiting(people=1)])
    assert told.text.endswith(", as soon as one person has seen it and said yes.")
    assert told.note.startswith("Show it to one person first.")


def test_once_they_agreed_only_what_they_saw_is_allowed():
    told = one([cell(until=MAY, conditions=Conditions(preview=2, name="first_name"))])
    assert told.text == (
        "You may post photos on LinkedIn Sam until 1 May 2027, with first names only, "
        "only what two people have seen and agreed to."
    )
    assert (told.allowed, told.preview, told.waits, told.note) == (True, True, False, "Do not tag anyone.")


def test_one_publication_is_said_before_and_after():
    assert ", one time only, " in one([cell(until=MAY, conditions=Conditions(once=True))]).text
    assert one([cell(reasons=(Reason.ONCE_USED,))]) == Sentence(
        1,
        False,
        False,
        "Photos on LinkedIn Sam: published, as was allowed once. Nothing more may be posted.",
        None,
    )


@pytest.mark.parametrize(
    ("conditions", "note"),
    [
        (Conditions(), "Do not tag anyone."),
        (Conditions(tagging=True), "You may tag the people in it."),
        (Conditions(health=()), "Say nothing about anyone's health. Do not tag anyone."),
        (Conditions(health=("I had a stroke.",)), "About health, say only: “I had a stroke.” Do not tag anyone."),
        (Conditions(ai=False), "Do not tag anyone. Do not make or train AI with it."),
        (Conditions(ai=True), "Do not tag anyone. AI may be made or trained with it."),
    ],
)
def test_each_condition_has_its_note(conditions, note):
    assert one([cell(until=MAY, conditions=conditions)]).note == note


def test_tagging_is_of_social_media_only():
    assert one([cell(use=2, until=MAY)], POSTER).note == ""


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("full_name", "with names if you like"),
        ("first_name", "with first names only"),
        ("role", "without names, with roles only"),
        ("no_name", "without names"),
    ],
)
def test_each_way_to_name_people_has_its_clause(name, clause):
    assert one([cell(until=MAY, conditions=Conditions(name=name))]).text.endswith(f"until 1 May 2027, {clause}.")


def test_before_the_decision_everything_says_the_same():
    cells = [cell(until=MAY), cell(), waiting(people=2, unrecognisable=True), cell(reasons=(Reason.ONCE_USED,))]
    told = {one([each], status=State.REVIEW) for each in cells}
    assert [(sentence.undecided, sentence.text) for sentence in told] == [
        (True, "Photos on LinkedIn Sam: not decided yet.")
    ]


def test_high_visibility_says_that_everybody_is_asked_once_more():
    told = one([cell(use=2)], POSTER)
    assert told.text == "Photos for print (Poster in the hall): not allowed."
    assert told.note == "Everybody is asked once more after the recording."


def test_it_speaks_dutch():
    with translation.override("nl"):
        told = say([waiting(people=2, name="no_name"), cell(medium="film")], [LINKEDIN], status=State.APPROVED)
    assert [(sentence.text, sentence.note) for sentence in told] == [
        (
            (
                "Je mag foto's plaatsen op LinkedIn Sam tot en met 1 mei 2027, zonder namen, "
                "zodra twee mensen het hebben gezien en ja hebben gezegd."
            ),
            "Laat het eerst aan twee mensen zien. Je mag de mensen die erin voorkomen taggen.",
        ),
        ("Film op LinkedIn Sam: niet toegestaan.", ""),
    ]
