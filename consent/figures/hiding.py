"""Small counts are not shown, nor what would give them away. Pure.

A count of 1 to 4 could single somebody out, so "<5" stands there. With the total and the other rows beside it one could
subtract; so a larger count of the same column is left out too, large enough that each hidden count may still be any of 1
to 4. Where no count is large enough, nothing of the column is shown, nor its total.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 5
"""The smallest count (of requests, people or take-downs) that is shown; 0 is shown, for it is nobody."""


@dataclass(frozen=True, slots=True)
class Count:
    """One cell: ``value`` is None where it is not shown; ``small`` says that it is so because it is 1 to 4."""

    value: int | None
    small: bool = False

    def __str__(self) -> str:
        if self.value is not None:
            return str(self.value)
        return f"<{SMALL}" if self.small else "–"


LEFT_OUT = Count(None)
TENS = 10
"""To so many per cent a share is rounded: fine enough to steer by, too coarse to compute a hidden count from."""


def share(part: int, whole: int) -> int | None:
    """Return a part in whole tens of per cent; None where the part is so small that it is not shown itself."""
    return round(part * TENS / whole) * TENS if part >= SMALL else None


def is_small(count: int) -> bool:
    """Whether a count could single somebody out."""
    return 0 < count < SMALL


def column(counts: Sequence[int], total: int) -> tuple[tuple[Count, ...], Count]:
    """Return the cells of one column and of its total, without those from which a small count could be computed."""
    small = sum(map(is_small, counts))
    shown = Count(None, small=True) if is_small(total) else Count(total)
    if not small:
        return tuple(map(Count, counts)), shown
    enough = SMALL + (SMALL - 2) * small
    covers = min((count for count in counts if count >= enough), default=None)
    if covers is None:
        return tuple(Count(None, small=is_small(count)) if is_small(count) else LEFT_OUT for count in counts), (
            shown if shown.small else LEFT_OUT
        )
    covering = counts.index(covers)
    cells = tuple(
        Count(None, small=True) if is_small(count) else LEFT_OUT if at == covering else Count(count)
        for at, count in enumerate(counts)
    )
    return cells, shown
