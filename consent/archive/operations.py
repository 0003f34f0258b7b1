"""Seal: print, sign, store, and write down that it happened. Safe to run twice, and at once in two workers.

The order is: lock what is sealed, make the file, store it, then the row and its event in the same transaction. A crash
after the file leaves a file that nobody knows of (``check_archive`` names it) and a job that runs again; never a row that
misses its file.

An authority that gives no timestamp stops no seal: a job asks until there is one.
"""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from consent import audit, lasting, lifecycle, store
from consent.archive import dating, dossier_page, queries, record, renewing, seal, sheet_page
from consent.models import Destruction, Document, DocumentKind, Event, Request, Review, SealLevel
from consent.states import EventKind

STRENGTHEN = "archive.strengthen"
"""The task that gets a timestamp that is missing, and what proves it for years."""


class DestroyedMeanwhile(Exception):
    """Personal data of the request was destroyed while its dossier was made: nothing was kept of it. Try again."""


@transaction.atomic
def seal_signature(*, signature_id: int, now: datetime) -> Document:
    """Archive one signed form and its record for machines; a second call returns the same document.

    Raises Signature.DoesNotExist, NoSeal, OSError (the store cannot be written).
    """
    _alone(DocumentKind.SHEET, signature_id)
    existing = Document.objects.filter(signature_id=signature_id).first()
    if existing:
        return existing
    signature = queries.printable(signature_id)
    request = signature.signer.subject.request
    head, answers = audit.head(), list(signature.answers.all())
    address = _verify_url(DocumentKind.SHEET, signature.pk, head)
    told = record.make(signature=signature, answers=answers, chain_head=head, address=address)
    document = Document(kind=DocumentKind.SHEET, signature=signature, chain_head=head)
    document.record_sha256 = sha256(told).hexdigest()
    pdf = sheet_page.render(
        signature=signature,
        answers=answers,
        number=request.number,
        chain_head=head,
        record_sha256=document.record_sha256,
        verify_url=address,
        own_url=lasting.new_link(signer=signature.signer, now=now),
    )
    return _archive(pdf, document, request, now, told=told)


def seal_dossier(*, review_id: int, now: datetime) -> Document:
    """Archive the whole story of a request at a decision; a second call returns the same document.

    Forms that are not sealed yet are sealed first, so that the dossier can name their SHA-256. Raises Review.DoesNotExist,
    NoSeal, OSError, DestroyedMeanwhile.
    """
    review = Review.objects.get(pk=review_id)
    _seal_forms(review.request_id, now)
    return _seal_dossier(review, now, withdrawn=False)


def seal_dossier_anew(*, request_id: int, now: datetime) -> Document | None:
    """Archive a decided request's story anew after a withdrawal, so that the newest dossier always shows it (issue 6, 5).

    One dossier shows all withdrawals so far: a call that finds the last one shown already returns that dossier, so two
    withdrawals at once, or a job that runs twice, make no second one. None where no decision came before the withdrawal (the
    decision's own dossier shows it) and where the request's data were destroyed. Raises NoSeal, OSError, DestroyedMeanwhile.
    """
    review = queries.decided_before_withdrawal(request_id)
    if review is None:
        return None
    _seal_forms(request_id, now)
    return _seal_dossier(review, now, withdrawn=True)


def _seal_forms(request_id: int, now: datetime) -> None:
    for signature in queries.unsealed().filter(signer__subject__request=request_id):
        seal_signature(signature_id=signature.pk, now=now)


@transaction.atomic
def _seal_dossier(review: Review, now: datetime, *, withdrawn: bool) -> Document:
    _alone(DocumentKind.DOSSIER, review.pk)
    destroyed = _destructions(review.request_id)
    event = queries.last_withdrawal(review.request_id) if withdrawn else None
    existing = Document.objects.filter(review=review, event=event).first()
    if existing:
        return existing
    pdf, head = _dossier(review, event, now)
    document = Document(kind=DocumentKind.DOSSIER, review=review, event=event, chain_head=head)
    made = _archive(pdf, document, review.request, now)
    if _destructions(review.request_id) != destroyed:  # the request is locked by now, so none can follow
        raise DestroyedMeanwhile
    return made


def _dossier(review: Review, event: Event | None, now: datetime) -> tuple[bytes, str]:
    """Return an unsealed dossier and the head of the history that is printed in it."""
    head = audit.head()
    url = _verify_url(DocumentKind.DOSSIER, review.pk, head)
    after = event.at if event else None
    return dossier_page.render(review=review, chain_head=head, verify_url=url, now=now, withdrawn_at=after), head


def _destructions(request_id: int) -> int:
    return Destruction.objects.filter(request=request_id).count()


def _alone(kind: DocumentKind, key: int) -> None:
    """Let no other worker seal the same thing until the transaction ends.

    Not by locking the row: that asks for the right to change it, which the application's role does not have, and
    withdrawals and voidings, which point at it, need not wait for the seal.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"seal {kind} {key}"])


def _archive(pdf: bytes, document: Document, request: Request, now: datetime, *, told: bytes = b"") -> Document:
    """Seal and store a PDF and, if it has one, its record (``told``); then the row and its event."""
    sealed = seal.seal(pdf)
    dated = dating.try_to_stamp(sealed)
    content = dated.pdf if dated else sealed
    if told:
        store.put(told, ending=record.ENDING)
    document.sha256 = store.put(content)
    document.size = len(content)
    document.sealed_at = now
    document.sealed_by = seal.current().name
    document.request = lifecycle.lock(request.pk)
    document.save(force_insert=True)
    if dated:
        renewing.note(document, dated, sha256=document.sha256, now=now)
    if settings.TIMESTAMP_AUTHORITIES and (not dated or settings.SEAL_LEVEL != SealLevel.T):
        app.configure_task(STRENGTHEN, queue="archive").defer(document_id=document.pk)
    lifecycle.record(
        document.request,
        kind=EventKind.SEALED,
        by=audit.SYSTEM,
        at=now,
        facts={
            "document": document.pk,
            "signature": document.signature_id,
            "review": document.review_id,
            "withdrawal": document.event_id,
            "sha256": document.sha256,
        },
    )
    return document


def _verify_url(kind: DocumentKind, key: int, chain_head: str) -> str:
    code = queries.code_of(kind=kind, key=key, chain_head=chain_head)
    return settings.BASE_URL + reverse("archive:verify_code", args=[code])
