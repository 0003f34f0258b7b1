"""Two versions side by side: what is gone, what is new."""

import pytest

from consent.wording import compare, operations, screen
from consent.wording.compare import Piece
from tests.wording import making


def test_words_that_went_and_came_are_marked_and_the_rest_is_not() -> None:
    assert compare.pieces("You get no payment.", "You get no money.") == (
        Piece("same", "You get no "),
        Piece("gone", "payment."),
        Piece("new", "money."),
    )


def test_two_texts_together_hold_both() -> None:
    before, after = "a b  c d", "x b c  d e"
    found = compare.pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "new") == before
    assert "".join(piece.text for piece in found if piece.kind != "gone") == after


@pytest.mark.django_db
def test_each_sort_of_change_is_a_difference() -> None:
    old = making.content(making.first())
    changes = [
        lambda pk: operations.write(wording_id=pk, language="en", key="title", text="x", seen="Consent to recordings"),
        lambda pk: operations.move(wording_id=pk, key="statement.02", way="up"),
        lambda pk: operations.move(wording_id=pk, key="question.use", way="up"),
        lambda pk: operations.remove(wording_id=pk, key="question.ai"),
        lambda pk: operations.limit(wording_id=pk, key="statement.01", kinds=["staff"], channels=[]),
        lambda pk: operations.add_language(wording_id=pk, code="fr", name="français", direction="ltr"),
        lambda pk: operations.add_told(wording_id=pk, what="section"),
    ]
    assert not compare.differs(old, making.content(making.draft()))
    for change in changes:
        made = making.draft()
        change(made.pk)
        assert compare.differs(old, making.content(made))


@pytest.mark.django_db
def test_another_order_is_noticed_and_a_statement_more_is_no_other_order() -> None:
    old, made = making.content(making.first()), making.draft()
    operations.add_told(wording_id=made.pk, what="statement")
    assert not compare.order_differs(old, making.content(made))
    operations.move(wording_id=made.pk, key="statement.02", way="up")
    assert compare.order_differs(old, making.content(made))


@pytest.mark.django_db
def test_what_was_taken_away_is_shown_last_with_what_it_said() -> None:
    made = making.draft()
    operations.remove(wording_id=made.pk, key="statement.07")
    told = screen.groups(making.content(made), making.content(making.first()))[1]
    assert (told.rows[-1].key, told.rows[-1].state) == ("statement.07", "gone")
    assert told.rows[-1].cells[0].before == "U krijgt hier geen geld voor."
