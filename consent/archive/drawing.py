"""A drawn signature, drawn anew by the server from its strokes: nothing that a browser rendered is ever sealed."""

from collections.abc import Iterable, Mapping, Sequence

WIDTH, HEIGHT = 600, 200
"""The box that strokes are stored in, in units of the drawing."""

Point = tuple[float, float]


def path(strokes: Iterable[Sequence[Mapping[str, float]]]) -> str:
    """Return the SVG path of a drawing: each stroke a smooth line through its points, a lone point a dot."""
    return " ".join(_stroke([_point(point) for point in stroke]) for stroke in strokes if stroke)


def _point(point: Mapping[str, float]) -> Point:
    x, y = float(point["x"]), float(point["y"])
    return min(max(x, 0.0), float(WIDTH)), min(max(y, 0.0), float(HEIGHT))


def _stroke(points: list[Point]) -> str:
    (x, y), rest = points[0], points[1:]
    start = f"M{x:.1f} {y:.1f}"
    if not rest:
        return f"{start}h0.1"
    curves = [_curve(points[i], points[i + 1]) for i in range(1, len(points) - 1)]
    return " ".join([start, *curves, f"L{rest[-1][0]:.1f} {rest[-1][1]:.1f}"])


def _curve(through: Point, following: Point) -> str:
    """Bend at a point, on the way to the middle between it and the next."""
    (x, y), (next_x, next_y) = through, following
    return f"Q{x:.1f} {y:.1f} {(x + next_x) / 2:.1f} {(y + next_y) / 2:.1f}"
