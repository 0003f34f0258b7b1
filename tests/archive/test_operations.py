"""Sealing: once, whatever happens, and the file before the row."""

from functools import partial
from pathlib import Path

import pytest

from consent import audit, store
from consent.archive import certificate, operations, queries, seal, seal_check
from consent.models import Document, Event, LastingLink
from consent.states import EventKind
from tests.archive import making
from tests.archive.making import NOW
from tests.concurrency.conftest import starting_data  # noqa: F401 - a fixture
from tests.concurrency.races import at_once


@pytest.mark.django_db
def test_a_signature_becomes_one_sealed_document() -> None:
    signature = making.signature()
    head = audit.head()
    document = operations.seal_signature(signature_id=signature.pk, now=NOW)
    pdf = store.get(document.sha256)
    assert seal_check.is_valid(pdf)
    assert (document.size, document.sealed_at, document.sealed_by) == (len(pdf), NOW, "Akkoord DEMO seal")
    assert (document.kind, document.chain_head) == ("sheet", head)


@pytest.mark.django_db
def test_sealing_is_an_event_that_names_the_document() -> None:
    document = making.sealed()
    event = Event.objects.get(kind=EventKind.SEALED)
    assert event.actor == "system"
    assert event.facts.data == {
        "document": document.pk,
        "signature": document.signature_id,
        "review": None,
        "withdrawal": None,
        "sha256": document.sha256,
    }
    assert audit.verify_chain() is None


@pytest.mark.django_db
def test_sealing_again_gives_the_same_document(archive: Path) -> None:
    document = making.sealed()
    assert document.signature_id is not None
    assert operations.seal_signature(signature_id=document.signature_id, now=NOW) == document
    assert len(list(archive.rglob("*.pdf"))) == 1
    assert Event.objects.filter(kind=EventKind.SEALED).count() == 1


@pytest.mark.django_db
def test_a_full_disk_leaves_nothing_and_the_next_try_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    signature = making.signature()
    with monkeypatch.context() as broken:
        broken.setattr(store, "put", _full)
        with pytest.raises(OSError, match="No space"):
            operations.seal_signature(signature_id=signature.pk, now=NOW)
    assert not Document.objects.exists()
    assert not LastingLink.objects.exists()
    assert operations.seal_signature(signature_id=signature.pk, now=NOW).pk


def _full(content: bytes, *, ending: str = "pdf") -> str:
    raise OSError(28, "No space left on device")


@pytest.mark.django_db
def test_without_a_seal_nothing_is_archived(monkeypatch: pytest.MonkeyPatch, archive: Path) -> None:
    signature = making.signature()
    monkeypatch.setattr(seal, "current", _no_seal)
    with pytest.raises(certificate.NoSeal):
        operations.seal_signature(signature_id=signature.pk, now=NOW)
    assert not Document.objects.exists()
    assert not archive.exists()


def _no_seal() -> seal.Seal:
    raise certificate.NoSeal("gone")


@pytest.mark.django_db
def test_what_is_not_sealed_yet_is_listed_longest_waiting_first() -> None:
    signature = making.signature()
    assert list(queries.unsealed()) == [signature]
    operations.seal_signature(signature_id=signature.pk, now=NOW)
    assert list(queries.unsealed()) == []


@pytest.mark.django_db
def test_a_dossier_seals_the_forms_that_it_names_first() -> None:
    signature = making.signature()
    review = making.review(signature.signer.subject.request)
    dossier = operations.seal_dossier(review_id=review.pk, now=NOW)
    assert (dossier.kind, dossier.review) == ("dossier", review)
    assert Document.objects.filter(signature=signature).exists()
    assert operations.seal_dossier(review_id=review.pk, now=NOW) == dossier


@pytest.mark.django_db
def test_each_copy_has_a_lasting_link_of_its_own() -> None:
    making.sealed()
    making.sealed("Jan", row=making.request(requester=making.rosa()))
    assert LastingLink.objects.count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("starting_data")
def test_workers_that_seal_at_once_make_one_document() -> None:
    signature = making.signature()
    call = partial(operations.seal_signature, signature_id=signature.pk, now=NOW)
    made = at_once([call] * 4)
    assert {document.pk for document in made} == {Document.objects.get().pk}
    assert Event.objects.filter(kind=EventKind.SEALED).count() == 1
    assert audit.verify_chain() is None
