"""What the editor lets through is what the PDF's typefaces can show."""

import pytest
from fontTools.ttLib import TTFont

from consent.printing import typeface
from consent.wording import letters


@pytest.fixture(scope="module")
def shown() -> set[int]:
    """Every character of every typeface that the archive ships, in the normal weight."""
    files = {face.file for face in typeface.faces() if face.weight == 400 and face.style == "normal"}
    return {code for file in files for code in TTFont(typeface.static_file(file)).getBestCmap()}


def test_every_letter_that_is_let_through_can_be_printed(shown: set[int]) -> None:
    through = {code for first, last in letters.RANGES for code in range(first, last + 1)} - letters.MISSING
    assert sorted(hex(code) for code in through - shown) == []


@pytest.mark.parametrize(
    "text",
    [
        "Één keer, ‘ja’ – €5",
        "Güneş şöyle",
        "Zażółć gęślą jaźń",
        "Đồng ý",
        "Согласие",
        "Συγκατάθεση",
        "موافقة؟",
        "رضایت",
    ],
)
def test_the_languages_around_us_can_be_printed(text: str) -> None:
    assert letters.unprintable(text) == []


def test_what_cannot_be_printed_is_named_once() -> None:
    assert letters.unprintable("同意 ✓✓") == ["同", "意", "✓"]
