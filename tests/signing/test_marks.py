"""Strokes come from a browser: nothing about them is taken on trust."""

import pytest

from consent.models import MarkKind
from consent.signing import marks
from consent.signing.marks import Mark

POINT = '{"x": 1, "y": 2}'


def test_a_dot_is_a_drawing() -> None:
    assert marks.checked_strokes([[{"x": 300, "y": 100}]]) == [[{"x": 300.0, "y": 100.0}]]


def test_strokes_are_read_from_json_and_extra_facts_are_dropped() -> None:
    assert marks.read_strokes('[[{"x": 0.04, "y": 199.96, "pressure": 0.5}], []]') == [[{"x": 0.0, "y": 200.0}]]


def test_nothing_posted_is_no_strokes() -> None:
    assert marks.read_strokes("") == []


@pytest.mark.parametrize(
    "text",
    [
        "{", "null", "7", '"x"', "{}", "[7]", "[[7]]", "[[[]]]", "[null]", f"[{POINT}]",
        '[[{"x": 1}]]', '[[{"x": "1", "y": 2}]]', '[[{"x": true, "y": 2}]]', '[[{"x": null, "y": 2}]]',
        '[[{"x": NaN, "y": 2}]]', '[[{"x": Infinity, "y": 2}]]', '[[{"x": 1e999, "y": 2}]]', '[[{"x": -0.1, "y": 2}]]',
        '[[{"x": 600.1, "y": 2}]]', '[[{"x": 1, "y": 200.1}]]', '[[{"x": ' + "9" * 5000 + ', "y": 2}]]',
        "[" * 100_000, f"[{','.join(['[]'] * 201)}]", f"[[{','.join([POINT] * 6001)}]]",
        f"[{','.join([f'[{",".join([POINT] * 3001)}]'] * 2)}]", " " * 400_001,
    ],
)  # fmt: skip
def test_what_is_not_a_drawing_in_the_box_is_refused(text: str) -> None:
    with pytest.raises(marks.BadMark):
        marks.read_strokes(text)


@pytest.mark.parametrize(
    "mark",
    [
        Mark(kind=MarkKind.DRAWN),
        Mark(kind=MarkKind.DRAWN, strokes=[[], []], typed_name="Jan"),
        Mark(kind=MarkKind.TYPED, typed_name=" \t"),
        Mark(kind=MarkKind.ASSISTED, helper="Anna", witness="Els"),
    ],
)
def test_an_empty_mark_is_no_mark(mark: Mark) -> None:
    with pytest.raises(marks.EmptyMark):
        marks.checked(mark)


@pytest.mark.parametrize(("helper", "witness"), [("", "Els"), ("Anna", " "), ("", "")])
def test_help_has_a_helper_and_a_witness(helper: str, witness: str) -> None:
    with pytest.raises(marks.NoWitness):
        marks.checked(Mark(kind=MarkKind.ASSISTED, typed_name="Jan", helper=helper, witness=witness))


def test_a_name_of_endless_length_is_refused() -> None:
    with pytest.raises(marks.BadMark):
        marks.checked(Mark(kind=MarkKind.TYPED, typed_name="x" * 151))


def test_only_what_belongs_to_the_chosen_way_is_kept() -> None:
    drawn = marks.checked(
        Mark(kind=MarkKind.DRAWN, strokes=[[{"x": 1, "y": 2}]], typed_name="Jan", helper="Anna", witness="Els")
    )
    assert (drawn.typed_name, drawn.helper, drawn.witness) == ("", "", "")
