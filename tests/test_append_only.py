"""Every table that may only grow refuses UPDATE and DELETE by SQL; published wording is fixed (G6)."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, models, transaction

from consent import audit
from consent.models import (
    Answer,
    Checkpoint,
    ComingOfAge,
    Document,
    Freeze,
    IdentityProof,
    PaperForm,
    Postponement,
    Preview,
    PreviewAnswer,
    Proof,
    Publication,
    Refusal,
    RepresentativeRoute,
    Request,
    Review,
    SecondYes,
    Signature,
    Timestamp,
    Voiding,
    Withdrawal,
    Wording,
    WordingText,
)
from consent.states import EventKind, SignerStatus, State
from tests import factories

pytestmark = pytest.mark.django_db


def one_of_each() -> dict[type[models.Model], models.Model]:
    """One row in each append-only table."""
    user = factories.user()
    row = factories.request(user, status=State.REVIEW)
    signer = factories.signer(row, status=SignerStatus.SIGNED)
    use, wording, at = row.uses.get(), row.wording, factories.NOW
    assert wording is not None
    signature = Signature.objects.create(
        signer=signer, at=at, language="nl", wording=wording, sheet="{}", sheet_sha256="0" * 64, asked_sha256="0" * 64,
        mark="typed", typed_name="Jan", way="handover", identity="vouched", device="tablet",
    )  # fmt: skip
    review = Review.objects.create(request=row, stage="review", outcome="approved", by=user, at=at)
    preview = Preview.objects.create(
        use=use, medium="photo", title="A photo", words="x", shown_by=user, shown_at=at, ends_at=at
    )
    rows = [
        signature,
        review,
        Answer.objects.create(signature=signature, question="medium", medium="photo", value="yes"),
        Voiding.objects.create(signature=signature, at=at),
        IdentityProof.objects.create(signature=signature, by="Uni", issuer="https://uni.example", subject="1", at=at),
        Refusal.objects.create(signer=signer, at=at, way="mail", asked_sha256="0" * 64),
        Withdrawal.objects.create(signature=signature, at=at),
        SecondYes.objects.create(signature=signature, use=use, value="yes", at=at),
        Freeze.objects.create(subject=signer.subject, by=user, at=at),
        Postponement.objects.create(signer=signer, at=at),
        PreviewAnswer.objects.create(preview=preview, signature=signature, value="yes", at=at),
        ComingOfAge.objects.create(subject=signer.subject, signer=signer, years=16, at=at, asked_sha256="0" * 64),
        RepresentativeRoute.objects.create(
            subject=signer.subject, signer=signer, officer="Vera", agreed_on=at.date(), reason="Asleep.", by=user, at=at,
        ),
        PaperForm.objects.create(
            signature=signature, seen_by="Anna", signed_on=at, registered_by=user, registered_at=at, scan_sha256="0" * 64,
            scan_type="pdf", scan_size=1,
        ),
        Publication.objects.create(
            use=use, medium="photo", form="online", place="@sam", published_on=at.date(), registered_by=user,
            registered_at=at,
        ),
        document := Document.objects.create(
            request=row, kind="dossier", review=review, sha256="0" * 64, size=1, sealed_at=at, sealed_by="DEMO",
            chain_head="0" * 64,
        ),
        Timestamp.objects.create(
            document=document, sha256="1" * 64, size=1, level="T", at=at, authority="TSA", until=at, added_at=at,
        ),
    ]  # fmt: skip
    facts = {"document": document.pk, "sha256": document.sha256}
    line = audit.append(request=row, kind=EventKind.SEALED, by="system", at=at, facts=facts)
    written()
    proved = Proof.objects.latest("position")
    rows.append(
        Checkpoint.objects.create(
            at=at, position=line.position, hash=line.hash, proof_position=proved.position, proof_hash=proved.hash,
            sha256="2" * 64, size=1,
        )
    )  # fmt: skip
    return {type(made): made for made in rows}


def written() -> None:
    """What the end of a transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


APPEND_ONLY = [
    Answer, Checkpoint, ComingOfAge, Document, Freeze, IdentityProof, PaperForm, Postponement, PreviewAnswer, Publication, Refusal,
    RepresentativeRoute, Review, SecondYes, Signature, Timestamp, Voiding, Withdrawal,
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
