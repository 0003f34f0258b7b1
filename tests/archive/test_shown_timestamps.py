"""Timestamps as people meet them: on the verify page, at the desk, in the dossier and in what is downloaded."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from consent import store, timestamps
from consent.archive import operations, queries, renewing
from consent.models import DocumentKind
from tests import factories
from tests.archive import making
from tests.archive.authority import Infrastructure
from tests.archive.making import NOW
from tests.archive.test_timestamps import NOBODY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hospital")]


def test_the_verify_page_shows_the_timestamp_or_that_it_is_missing(
    pki: Infrastructure, settings: Settings, client: Client
) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    document = making.sealed()
    assert document.signature_id is not None
    code = queries.code_of(kind=DocumentKind.SHEET, key=document.signature_id, chain_head=document.chain_head)
    said = client.get(f"/verify/{code}/").content.decode()
    assert "ontbreekt nog" in said
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    renewing.strengthen(document_id=document.pk, now=NOW)
    said = client.get(f"/verify/{code}/").content.decode()
    assert "bevestigd door Test authority" in said
    assert "ontbreekt nog" not in said


def test_the_desk_and_the_dossier_show_a_missing_timestamp(settings: Settings, client: Client, tmp_path: Path) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    document = making.sealed()
    factories.log_in(client, making.rosa())
    assert "ontbreekt nog" in client.get(reverse("review:detail", args=[document.request.number])).content.decode()
    review = making.review(document.request)
    dossier = operations.seal_dossier(review_id=review.pk, now=NOW)
    assert "ontbreektnog" in making.text(store.get(dossier.sha256), tmp_path)


def test_who_downloads_gets_the_file_with_the_timestamp(
    pki: Infrastructure, settings: Settings, client: Client
) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    document = making.sealed()
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    renewing.strengthen(document_id=document.pk, now=NOW)
    factories.log_in(client, making.rosa())
    downloaded = client.get(f"/documents/{document.pk}/").content
    assert sha256(downloaded).hexdigest() == timestamps.best_file(document)
