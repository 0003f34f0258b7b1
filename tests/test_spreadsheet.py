"""No cell of a downloaded table runs as a formula."""

import pytest

from consent.spreadsheet import plain


@pytest.mark.parametrize(
    "typed", ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"]
)
def test_a_cell_that_begins_like_a_formula_is_text(typed: str) -> None:
    assert plain(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "2026-11-23", "a=1", "<5", "–", "90%"])
def test_any_other_cell_stays(typed: str) -> None:
    assert plain(typed) == typed
