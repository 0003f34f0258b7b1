"""Draws something that looks like a signature, the same one for the same name."""

import math
from random import Random

Point = dict[str, float]


def signature(name: str) -> list[list[Point]]:
    """Return strokes in a box of 600 by 200: a letter-like wave for each word, and a line under it."""
    random = Random(name)  # noqa: S311 -- not a secret
    words = name.split()[:3]
    width = 460 / len(words)
    strokes = [
        _word(len(word), left=60 + index * width, width=width * 0.85, random=random) for index, word in enumerate(words)
    ]
    slope = random.uniform(-12, 4)
    line = [
        {"x": 70 + step * 15.0, "y": round(150 + slope * step / 28 + random.uniform(-1, 1), 1)} for step in range(29)
    ]
    return [*strokes, line]


def _word(letters: int, *, left: float, width: float, random: Random) -> list[Point]:
    waves = max(2, min(letters, 7))
    tall = [random.uniform(14, 34) for _ in range(waves + 1)]
    tall[0] = random.uniform(48, 62)
    steps = waves * 9
    points = []
    for step in range(steps + 1):
        part = step / steps
        turn = part * waves * 2 * math.pi
        height = tall[int(part * waves)]
        x = left + part * width + 9 * math.sin(turn + 0.6)
        points.append({"x": round(min(max(x, 0), 600), 1), "y": round(105 - height * math.cos(turn) - 6 * part, 1)})
    return points
