"""The matrix in words: allowed or not, until when, under which conditions; never by whom or why not."""

from datetime import date

import pytest
from django.utils import translation

from consent.permissions import Cell, Reason
from consent.sentences import Sentence, say
from consent.sheet import AskedUse
from consent.states import State

INSTAGRAM = AskedUse(1, "own_account", "Instagram @sam", "")
POSTER = AskedUse(2, "print", "Poster in the hall", "")


def cell(use=1, medium="photo", *, until=None, unrecognisable=False, preview=False):
    reasons = () if until else (Reason.NO,)
    return Cell(
        use=use,
        medium=medium,
        allowed=bool(until),
        until=until,
        reasons=reasons,
        verdicts=(),
        unrecognisable=unrecognisable,
        preview=preview,
    )


MAY = date(2027, 5, 1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_media_with_the_same_term_share_a_sentence():
    told = say([cell(until=MAY), cell(medium="audio", until=MAY)], [INSTAGRAM], status=State.APPROVED)
    assert told == (Sentence(1, True, False, "You may post photos and audio on Instagram @sam until 1 May 2027.", MAY),)


def test_media_with_other_terms_do_not():
    later = date(2028, 5, 1)
    told = say([cell(until=MAY), cell(medium="audio", until=later)], [INSTAGRAM], status=State.APPROVED)
    assert [one.until for one in told] == [MAY, later]


def test_what_is_not_allowed_is_said_without_a_reason():
    told = say([cell(until=MAY), cell(medium="film")], [INSTAGRAM], status=State.APPROVED)
    assert (told[1].allowed, told[1].text, told[1].note) == (False, "Film on Instagram @sam: not allowed.", "")


def test_every_reason_gives_the_same_sentence():
    told = {
        say([Cell(1, "film", False, None, (reason,), (), False, False)], [INSTAGRAM], status=State.APPROVED)
        for reason in Reason
    }
    assert len(told) == 1


def test_conditions_stand_beside_what_is_allowed():
    told = say([cell(until=MAY, unrecognisable=True, preview=True)], [INSTAGRAM], status=State.APPROVED)
    assert told[0].note == ("Make the people in it unrecognisable. Show it to the people in it before you publish.")


def test_before_the_decision_everything_says_the_same():
    granted = say([cell(until=MAY)], [INSTAGRAM], status=State.REVIEW)
    refused = say([cell()], [INSTAGRAM], status=State.REVIEW)
    assert granted == refused
    assert granted[0].undecided
    assert granted[0].text == "Photos on Instagram @sam: not decided yet."


def test_high_visibility_says_that_everybody_is_asked_once_more():
    told = say([cell(use=2)], [POSTER], status=State.APPROVED)
    assert told[0].text == "Photos for print (Poster in the hall): not allowed."
    assert told[0].note == "Everybody is asked once more after the recording."


def test_it_speaks_dutch():
    with translation.override("nl"):
        told = say([cell(until=MAY), cell(medium="film")], [INSTAGRAM], status=State.APPROVED)
    assert [one.text for one in told] == [
        "Je mag foto's plaatsen op Instagram @sam tot en met 1 mei 2027.",
        "Film op Instagram @sam: niet toegestaan.",
    ]
