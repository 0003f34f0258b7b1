"""What somebody proved of themself stands in the archive and on the desk's screen, in words."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from consent import store
from consent.archive import operations as archive
from consent.models import Signature, Signer
from consent.signing import proving
from tests import factories
from tests.archive import making as archived
from tests.signing import making

pytestmark = pytest.mark.django_db

PROVEN = proving.Proven(
    name="Johannes de Wit",
    by="Example University",
    organisation="uni.example",
    issuer="https://login.uni.example",
    subject="8f2c",
    acr="urn:loa:2",
    at=datetime(2026, 11, 23, 8, 55, tzinfo=UTC).isoformat(),
)


def with_proof(who: Signer) -> Signature:
    given = making.IN_ROOM
    return making.sign(who, evidence=type(given)(way=given.way, identity=given.identity, proof=PROVEN))


def test_signature_and_proof_are_stored_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(proving, "store", fails)
    with pytest.raises(DatabaseError):
        with_proof(making.signer())
    assert not Signature.objects.exists()


def test_the_sealed_form_says_it_in_words(tmp_path: Path) -> None:
    signature = with_proof(making.signer())
    document = archive.seal_signature(signature_id=signature.pk, now=making.NOW)
    said = archived.text(store.get(document.sha256), tmp_path)
    assert (
        archived.squeezed("als Johannes de Wit, door Example University (uni.example), 23 november 2026, 09:55:00")
        in said
    )
    assert archived.squeezed("https://login.uni.example 8f2c") in said
    assert archived.squeezed("Naam op het formulier Jan de Wit") in said


def test_the_dossier_says_it_too(tmp_path: Path) -> None:
    signature = with_proof(making.signer())
    decision = archived.review(signature.signer.subject.request)
    document = archive.seal_dossier(review_id=decision.pk, now=making.NOW)
    said = archived.text(store.get(document.sha256), tmp_path)
    assert archived.squeezed("Identiteit aangetoond als Johannes de Wit, door Example University") in said


def test_the_desk_sees_it_with_the_form(client: Client) -> None:
    signature = with_proof(making.signer())
    factories.log_in(client, archived.rosa())
    page = client.get(reverse("review:detail", args=[signature.signer.subject.request.number]))
    assert "als Johannes de Wit, door Example University" in page.text
