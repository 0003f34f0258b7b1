"""One row in each table that may only grow."""

from django.db import connection, models

from consent import audit
from consent.models import (
    Answer,
    Checkpoint,
    ComingOfAge,
    DestroyedFile,
    DestroyedRow,
    Destruction,
    Document,
    Event,
    Freeze,
    HouseRule,
    IdentityProof,
    LegalHold,
    LegalHoldEnd,
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
    Signer,
    SweptFile,
    Timestamp,
    Voiding,
    Withdrawal,
)
from consent.states import EventKind, SignerStatus, State
from tests import factories

AT = factories.NOW


def written() -> None:
    """What the end of a transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def one_of_each() -> dict[type[models.Model], models.Model]:
    """One row in each append-only table, by its model. Wants a transaction."""
    row = factories.request(factories.user(), status=State.REVIEW)
    signer = factories.signer(row, status=SignerStatus.SIGNED)
    assert row.wording is not None
    signature = Signature.objects.create(
        signer=signer, at=AT, language="nl", wording=row.wording, sheet="{}", sheet_sha256="0" * 64, asked_sha256="0" * 64,
        mark="typed", typed_name="Jan", way="handover", identity="vouched", device="tablet",
    )  # fmt: skip
    rows = [signature, *_of_signature(signature, row), *_of_signer(signer, row), *_of_request(row), *_of_retention(row)]
    return {type(made): made for made in [*rows, _checkpoint()]}


def _of_signature(signature: Signature, row: Request) -> list[models.Model]:
    use, user = row.uses.get(), row.requester
    preview = Preview.objects.create(
        use=use, medium="photo", title="A photo", words="x", shown_by=user, shown_at=AT, ends_at=AT
    )
    return [
        Answer.objects.create(signature=signature, question="medium", medium="photo", value="yes"),
        Voiding.objects.create(signature=signature, at=AT),
        IdentityProof.objects.create(signature=signature, by="Uni", issuer="https://uni.example", subject="1", at=AT),
        Withdrawal.objects.create(signature=signature, at=AT),
        SecondYes.objects.create(signature=signature, use=use, value="yes", at=AT),
        PreviewAnswer.objects.create(preview=preview, signature=signature, value="yes", at=AT),
        PaperForm.objects.create(
            signature=signature, seen_by="Anna", signed_on=AT, registered_by=user, registered_at=AT, scan_sha256="0" * 64,
            scan_type="pdf", scan_size=1,
        ),
    ]  # fmt: skip


def _of_signer(signer: Signer, row: Request) -> list[models.Model]:
    subject, user = signer.subject, row.requester
    return [
        Refusal.objects.create(signer=signer, at=AT, way="mail", asked_sha256="0" * 64),
        Freeze.objects.create(subject=subject, by=user, at=AT),
        Postponement.objects.create(signer=signer, at=AT),
        ComingOfAge.objects.create(subject=subject, signer=signer, years=16, at=AT, asked_sha256="0" * 64),
        RepresentativeRoute.objects.create(
            subject=subject, signer=signer, officer="Vera", agreed_on=AT.date(), reason="Asleep.", by=user, at=AT
        ),
    ]


def _of_request(row: Request) -> list[models.Model]:
    user = row.requester
    review = Review.objects.create(request=row, stage="review", outcome="approved", by=user, at=AT)
    document = Document.objects.create(
        request=row, kind="dossier", review=review, sha256="0" * 64, size=1, sealed_at=AT, sealed_by="DEMO",
        chain_head="0" * 64,
    )  # fmt: skip
    facts = {"document": document.pk, "sha256": document.sha256}
    audit.append(request=row, kind=EventKind.SEALED, by="system", at=AT, facts=facts)
    return [
        review,
        document,
        Timestamp.objects.create(
            document=document, sha256="1" * 64, size=1, level="T", at=AT, authority="TSA", until=AT, added_at=AT
        ),
        Publication.objects.create(
            use=row.uses.get(), medium="photo", form="online", place="@sam", published_on=AT.date(), registered_by=user,
            registered_at=AT,
        ),
        HouseRule.objects.create(key="days.DECIDE_DAYS", value="10", by=user, at=AT),
    ]  # fmt: skip


def _of_retention(row: Request) -> list[models.Model]:
    user = row.requester
    gone = Destruction.objects.create(request=row, rule="claims", by="system", at=AT, due_on=AT.date(), counts={})
    audit.append(request=row, kind=EventKind.ERASED, by="system", at=AT, facts={"destruction": gone.pk})
    emptied = _destroyed_row(gone)
    hold = LegalHold.objects.create(request=row, by=user, at=AT, reason="A claim.")
    return [
        gone,
        emptied,
        DestroyedFile.objects.create(destruction=gone, sha256="3" * 64, ending="pdf"),
        hold,
        LegalHoldEnd.objects.create(hold=hold, by=user, at=AT, reason="Settled."),
        SweptFile.objects.create(place="archive", name="ab/cd/x.pdf", written_at=AT, at=AT),
    ]


def _destroyed_row(gone: Destruction) -> DestroyedRow:
    """A review that was emptied: only the database's own function writes such a row."""
    review = Review.objects.create(
        request=gone.request, stage="review", outcome="cleared", by=gone.request.requester, at=AT, note="Of Jan."
    )
    written()
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_destroy_row(%s, 'consent_review', %s)", [gone.pk, review.pk])
    return DestroyedRow.objects.get()


def _checkpoint() -> Checkpoint:
    """One of the history as it stands: both chains have a line by now."""
    written()
    line, proved = Event.objects.latest("position"), Proof.objects.latest("position")
    return Checkpoint.objects.create(
        at=AT, position=line.position, hash=line.hash, proof_position=proved.position, proof_hash=proved.hash,
        sha256="2" * 64, size=1,
    )  # fmt: skip
