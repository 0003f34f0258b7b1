"""No count of 1 to 4 can be read or computed from a column and its total."""

from itertools import product

import pytest

from consent.figures.hiding import Count, column, share


def words(counts: list[int], total: int) -> tuple[list[str], str]:
    cells, last = column(counts, total)
    return [str(cell) for cell in cells], str(last)


def test_a_count_under_five_is_not_shown_and_a_larger_one_hides_it_from_subtraction() -> None:
    assert words([12, 3, 9, 0], 24) == (["12", "<5", "–", "0"], "24")


def test_without_small_counts_all_is_shown() -> None:
    assert words([5, 0, 9], 14) == (["5", "0", "9"], "14")


def test_where_no_count_is_large_enough_to_hide_behind_nothing_of_the_column_is_shown() -> None:
    assert words([6, 2, 0], 8) == (["–", "<5", "–"], "–")


def test_a_small_total_is_not_shown() -> None:
    assert words([1, 0], 1) == (["<5", "–"], "<5")


@pytest.mark.parametrize("counts", list(product([0, 1, 4, 7, 8, 30], repeat=4)))
def test_each_hidden_small_count_may_still_be_any_of_one_to_four(counts: tuple[int, ...]) -> None:
    cells, total = column(counts, sum(counts))
    if total.value is None:
        assert not any(counts) or all(cell.value is None for cell in cells)
        return
    small = [cell for cell in cells if cell == Count(None, small=True)]
    covers = [cell for cell in cells if cell == Count(None)]
    rest = total.value - sum(cell.value or 0 for cell in cells)
    assert len(covers) == (1 if small else 0)
    for guess in product(range(1, 5), repeat=len(small)):
        assert not small or rest - sum(guess) >= 5


def test_the_share_of_few_people_is_not_told() -> None:
    assert (share(4, 4), share(4, 50), share(0, 0), share(5, 6)) == (None, None, None, 80)


@pytest.mark.parametrize("yes", [0, *range(5, 60)])
def test_from_the_share_that_answered_nobody_computes_how_many_said_no(yes: int) -> None:
    shown: dict[int, set[int]] = {}
    for no, waiting in product(range(1, 5), range(25 * (yes + 4))):
        told = share(yes + no, yes + no + waiting)
        if told is not None:
            shown.setdefault(told, set()).add(no)
    assert [told for told, possible in shown.items() if len(possible) < 3] == []
