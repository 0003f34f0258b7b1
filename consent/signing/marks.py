"""The mark under a sheet: drawn, typed, or typed by a helper with a witness: three ways of the same standing.

A mark on paper has the name of who signed there; what it looks like stands on the scan.

    BadMark             the mark cannot be stored
    ├── EmptyMark       nothing was drawn, or no name was typed
    └── NoWitness       somebody helped, but helper or witness is not named

Strokes come from a browser, so nothing about them is taken on trust. A short mark, even a dot, is a valid drawing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from consent.models import MarkKind

WIDTH, HEIGHT = 600, 200
"""The box that is drawn in, in units of the drawing."""

MOST_STROKES, MOST_POINTS, MOST_CHARACTERS = 200, 6_000, 400_000
LONGEST_NAME = 150

type Stroke = Sequence[Mapping[str, float]]


class BadMark(Exception):
    """The mark cannot be stored."""


class EmptyMark(BadMark):
    """Nothing was drawn, or no name was typed."""


class NoWitness(BadMark):
    """Somebody helped, but the helper or the witness is not named."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a signer puts under the sheet. ``strokes`` are lists of points ``{"x": 0..600, "y": 0..200}``."""

    kind: MarkKind
    strokes: Sequence[Stroke] = ()
    typed_name: str = ""
    helper: str = ""
    witness: str = ""


@dataclass(frozen=True, slots=True)
class StoredMark:
    """A mark that was checked, as it is stored."""

    kind: MarkKind
    strokes: list[list[dict[str, float]]] = field(default_factory=list)
    typed_name: str = ""
    helper: str = ""
    witness: str = ""


def read_strokes(text: str) -> list[Stroke]:
    """Return the strokes that a browser posted as JSON; nothing posted gives no strokes. Raises BadMark."""
    if len(text) > MOST_CHARACTERS:
        raise BadMark("too long")
    try:
        strokes = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise BadMark("not JSON") from error
    return [list(stroke) for stroke in checked_strokes(strokes)]


def checked(mark: Mark) -> StoredMark:
    """Return a mark as it is stored: only what its kind needs. Raises EmptyMark, NoWitness, BadMark."""
    if mark.kind == MarkKind.DRAWN:
        strokes = checked_strokes(mark.strokes)
        if not strokes:
            raise EmptyMark("nothing drawn")
        return StoredMark(mark.kind, strokes=strokes)
    name = _name(mark.typed_name)
    if not name:
        raise EmptyMark("no name")
    if mark.kind in {MarkKind.TYPED, MarkKind.PAPER}:
        return StoredMark(mark.kind, typed_name=name)
    helper, witness = _name(mark.helper), _name(mark.witness)
    if not helper or not witness:
        raise NoWitness("helper and witness are both named")
    return StoredMark(mark.kind, typed_name=name, helper=helper, witness=witness)


def checked_strokes(strokes: Any) -> list[list[dict[str, float]]]:
    """Return the strokes that have points, in tenths of a unit. Raises BadMark for anything that is not a drawing."""
    if not isinstance(strokes, list | tuple) or len(strokes) > MOST_STROKES:
        raise BadMark("not a list of strokes")
    drawn = [[_point(point) for point in _points(stroke)] for stroke in strokes]
    if sum(len(stroke) for stroke in drawn) > MOST_POINTS:
        raise BadMark("too many points")
    return [stroke for stroke in drawn if stroke]


def _points(stroke: Any) -> Sequence[Any]:
    if not isinstance(stroke, list | tuple) or len(stroke) > MOST_POINTS:
        raise BadMark("not a list of points")
    return stroke


def _point(point: Any) -> dict[str, float]:
    if not isinstance(point, Mapping):
        raise BadMark("not a point")
    return {"x": _coordinate(point.get("x"), WIDTH), "y": _coordinate(point.get("y"), HEIGHT)}


def _coordinate(value: Any, most: int) -> float:
    """Return a number inside the box; NaN and infinity are outside every box."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise BadMark("outside the box")
    return round(float(value), 1)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        raise BadMark("a name is too long")
    return name
