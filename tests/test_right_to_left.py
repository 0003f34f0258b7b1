"""What is filled in keeps its brackets and numbers at their own side in a form that is read from right to left."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from consent import filling, sheet, wordings
from consent.models import Wording
from consent.right_to_left import APART, TOGETHER, direction, set_apart
from tests.test_sheet import ABOUT, ASKED, HOUSE


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ward C4 (room 12).", "ltr"),
        ("(قسم) C4", "rtl"),
        ("24 november 2026, 10:00 - 11:30", "ltr"),
        ("+31 88 755 34 55", "ltr"),
        (f"{APART}Ward C4{TOGETHER}، الطابق", "rtl"),
        (f"{APART}Ward C4{TOGETHER}", "ltr"),
        (f"{APART}قسم{TOGETHER}", "rtl"),
    ],
)
def test_a_text_is_read_the_way_of_its_first_letter_that_is_not_set_apart(text: str, read: str) -> None:
    assert direction(text) == read


def test_names_are_set_apart_and_keys_are_not() -> None:
    about = sheet.About("Kim (7)", "patient", True, "", "self")
    assert set_apart(about) == sheet.About(f"{APART}Kim (7){TOGETHER}", "patient", True, "", "self")
    use = sheet.AskedUse(3, "print", "Poster: hall", "https://example.org")
    assert set_apart(use) == sheet.AskedUse(3, "print", f"{APART}Poster: hall{TOGETHER}", "https://example.org")


def test_a_right_to_left_form_sets_apart_what_is_filled_in_and_another_does_not(db: None) -> None:
    written = wordings.written(Wording.objects.get(version=1), language="en")
    forms = [
        filling.build(asked=ASKED, written=replace(written, direction=way), about=ABOUT, house=HOUSE)
        for way in ("rtl", "ltr")
    ]
    found = [{field.key: field.value for field in form.fields} for form in forms]
    assert [one["place"] for one in found] == [
        f"{APART}Ward C4{TOGETHER}, 1 December 2026, 10:00–12:00",
        "Ward C4, 1 December 2026, 10:00–12:00",
    ]
    assert [one["subject"].partition(" (")[0] for one in found] == [f"{APART}Jan de Wit{TOGETHER}", "Jan de Wit"]
    assert [f"Instagram @sam{TOGETHER}" in form.canonical() for form in forms] == [True, False]


@pytest.mark.parametrize(
    ("around", "cell"), [("rtl", '<td><span dir="ltr">Ward C4.</span></td>'), ("ltr", "<td>Ward C4.</td>")]
)
def test_a_cell_of_the_pdf_has_the_direction_of_what_is_in_it(around: str, cell: str) -> None:
    shown = sheet.Sheet("ar", 2, "", "", (sheet.Field("place", "", "Ward C4."),), (), (), "", "", (), around)
    assert cell in render_to_string("pdf/_asked.html", {"sheet": shown, "language": "nl"})
