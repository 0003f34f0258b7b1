"""Every table that may only grow refuses UPDATE and DELETE by SQL; published wording is fixed (G6)."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, models, transaction

from consent.models import (
    Answer,
    Checkpoint,
    ComingOfAge,
    DestroyedFile,
    DestroyedRow,
    Destruction,
    Document,
    Freeze,
    HouseRule,
    IdentityProof,
    LegalHold,
    LegalHoldEnd,
    PaperForm,
    Postponement,
    PreviewAnswer,
    Publication,
    Refusal,
    RepresentativeRoute,
    Request,
    Review,
    SecondYes,
    Signature,
    SweptFile,
    Timestamp,
    Voiding,
    Withdrawal,
    Wording,
    WordingText,
)
from tests import factories
from tests.rows import one_of_each

pytestmark = pytest.mark.django_db


APPEND_ONLY = [
    Answer, Checkpoint, ComingOfAge, DestroyedFile, DestroyedRow, Destruction, Document, Freeze, HouseRule,
    IdentityProof, LegalHold, LegalHoldEnd, PaperForm, Postponement, PreviewAnswer, Publication, Refusal,
    RepresentativeRoute, Review, SecondYes, Signature, SweptFile, Timestamp, Voiding, Withdrawal,
]  # fmt: skip


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_what_was_written_stays(model: type[models.Model]) -> None:
    row = one_of_each()[model]
    column = next(field.column for field in model._meta.concrete_fields if not field.primary_key)
    for statement in (f"UPDATE {{}} SET {column} = {column}", "DELETE FROM {}"):
        with pytest.raises(ProgrammingError, match="Cannot"):
            sql(statement.format(model._meta.db_table) + " WHERE id = %s", row.pk)


@pytest.mark.parametrize("change", ["number = 'XXXXXXX'", "requester_id = requester_id + 1", "created_at = now()"])
def test_whose_request_it_is_and_its_number_stay(change: str) -> None:
    row = factories.request()
    with pytest.raises(ProgrammingError):
        sql(f"UPDATE consent_request SET {change} WHERE id = %s", row.pk)
    assert Request.objects.get().number == row.number


def test_a_published_wording_never_changes() -> None:
    wording = Wording.objects.get(version=1)
    assert wording.published_at is not None
    for statement in (
        "UPDATE consent_wording SET summary = 'x' WHERE id = %s",
        "DELETE FROM consent_wording WHERE id = %s",
        "UPDATE consent_wordingtext SET text = 'x' WHERE wording_id = %s",
        "DELETE FROM consent_wordingtext WHERE wording_id = %s",
        "INSERT INTO consent_wordingtext (wording_id, language, key, text) VALUES (%s, 'nl', 'new', 'x')",
    ):
        with pytest.raises(ProgrammingError):
            sql(statement, wording.pk)


def test_a_sentence_cannot_be_moved_out_of_or_into_a_published_wording() -> None:
    draft = Wording.objects.create(version=2)
    sentence = WordingText.objects.create(wording=draft, language="nl", key="new", text="x")
    with pytest.raises(ProgrammingError):
        sql(
            "UPDATE consent_wordingtext SET wording_id = (SELECT id FROM consent_wording WHERE version = 1) WHERE id = %s",
            sentence.pk,
        )
    with pytest.raises(ProgrammingError):
        sql(
            "UPDATE consent_wordingtext SET wording_id = %s WHERE wording_id <> %s AND key = 'title'",
            draft.pk,
            draft.pk,
        )


def test_a_draft_of_a_wording_can_change() -> None:
    draft = Wording.objects.create(version=2)
    sentence = WordingText.objects.create(wording=draft, language="nl", key="title", text="x")
    sentence.text = "y"
    sentence.save()
    draft.summary = "Shorter"
    draft.save()
    assert (WordingText.objects.get(wording=draft).text, Wording.objects.get(version=2).summary) == ("y", "Shorter")
    draft.delete()
    assert not WordingText.objects.filter(key="title", text="y").exists()


def sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
