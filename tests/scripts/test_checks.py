"""The lint scripts find what they are for."""

from pathlib import Path

import pytest

from scripts import check_sizes, check_templates


def test_a_file_of_300_lines_is_too_long_and_one_of_299_is_not(tmp_path: Path) -> None:
    (tmp_path / "long.css").write_text("a\n" * 300, encoding="utf-8")
    (tmp_path / "fits.css").write_text("a\n" * 299, encoding="utf-8")
    assert len(check_sizes.too_long(tmp_path / "long.css")) == 1
    assert check_sizes.too_long(tmp_path / "fits.css") == []


def test_a_function_of_40_lines_is_too_long_and_one_of_39_is_not(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("def long():\n" + "    pass\n" * 39, encoding="utf-8")
    (tmp_path / "fits.py").write_text("async def fits():\n" + "    pass\n" * 38, encoding="utf-8")
    assert "long has 40 lines" in check_sizes.too_long(tmp_path / "long.py")[0]
    assert check_sizes.too_long(tmp_path / "fits.py") == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("inline script", "<script>go()</script>"),
        ("inline script", '<script type="module">go()</script>'),
        ("inline style", '<p style="color: red">'),
        ("inline style", "<style>p {}</style>"),
        ("inline handler", "<a href='/' onclick=\"go()\">"),
        ("javascript: address", '<a href="javascript:go()">'),
        ("address of another site", '<script defer src="https://example.org/x.js"></script>'),
    ],
)
def test_a_template_with_what_the_policy_refuses_is_found(what: str, line: str) -> None:
    assert check_templates.REFUSED[what].search(line)


@pytest.mark.parametrize(
    "line",
    [
        '<script src="{% static "js/x.js" %}" type="module"></script>',
        '<script id="texts" type="application/json">{}</script>',
        '<a href="https://example.org/">elsewhere</a>',
        '<p class="style" data-once="1">',
    ],
)
def test_a_template_with_what_the_policy_allows_is_not(line: str) -> None:
    assert not [what for what, pattern in check_templates.REFUSED.items() if pattern.search(line)]
