"""Request numbers: no two alike, every single typing error named."""

import contextlib

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from consent import numbers
from consent.numbering import next_number

INDEXES = st.integers(0, numbers.CAPACITY - 1)


def test_a_number_has_seven_characters_without_look_alikes() -> None:
    assert len(numbers.ALPHABET) == 23
    assert set(numbers.ALPHABET) & set("01ILOQSUVBGYZ") == set()
    assert [numbers.nth(index) for index in (0, 1, 2)] == ["2222222", "94F26JA", "J633A7X"]


@given(INDEXES, INDEXES)
def test_two_requests_never_share_a_number(one: int, other: int) -> None:
    assert (numbers.nth(one) == numbers.nth(other)) == (one == other)


@given(INDEXES, st.integers(0, 6), st.integers(1, 22))
def test_every_wrong_character_is_a_typing_error(index: int, place: int, distance: int) -> None:
    number = numbers.nth(index)
    wrong = numbers.ALPHABET[(numbers.ALPHABET.index(number[place]) + distance) % 23]
    with pytest.raises(numbers.TypingError):
        numbers.parse(number[:place] + wrong + number[place + 1 :])


@given(INDEXES, st.integers(0, 5))
def test_every_swap_of_neighbours_is_a_typing_error(index: int, place: int) -> None:
    number = numbers.nth(index)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped == number:
        assert numbers.parse(swapped) == number
    else:
        with pytest.raises(numbers.TypingError):
            numbers.parse(swapped)


@pytest.mark.parametrize("typed", ["94f26ja", " 94F-26JA ", "94F 26JA", "94f–26ja", "94.F2/6J_A", "94f\u00a026ja\n"])
def test_lower_case_spaces_and_dashes_are_forgiven(typed: str) -> None:
    assert numbers.parse(typed) == "94F26JA"


@pytest.mark.parametrize(
    "typed", ["", "94F26J", "94F26JAA", "94F26OA", "ß4F26JA", "94F26J\x00", "９4F26JA", "x" * 9999]
)
def test_what_cannot_be_a_number_is_a_typing_error(typed: str) -> None:
    with pytest.raises(numbers.TypingError):
        numbers.parse(typed)


@given(st.text())
def test_no_text_breaks_the_parser(typed: str) -> None:
    with contextlib.suppress(numbers.TypingError):
        assert len(numbers.parse(typed)) == 7


def test_after_the_last_number_there_are_none() -> None:
    assert numbers.CAPACITY == 148_035_889
    for index in (-1, numbers.CAPACITY):
        with pytest.raises(ValueError, match="no numbers left"):
            numbers.nth(index)


def test_a_number_is_read_aloud_in_two_parts() -> None:
    assert numbers.spoken("94F26JA") == "94F-26JA"


@pytest.mark.django_db
def test_the_sequence_never_gives_a_number_twice() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('consent_request_number_seq', 41)")
    assert [next_number(), next_number()] == [numbers.nth(42), numbers.nth(43)]
