"""The bundle: whole, understandable without us, for the desk only, and written down."""

import json
import subprocess
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from consent import audit, store
from consent.archive import operations, seal_check
from consent.models import Access, Request
from tests import factories
from tests.archive import making
from tests.archive.making import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    factories.log_in(client, making.rosa())
    return client


def story() -> Request:
    """A request with a sealed form and a sealed dossier."""
    row = making.request()
    making.sealed(row=row)
    operations.seal_dossier(review_id=making.review(row).pk, now=NOW)
    return row


def got(client: Client, row: Request) -> ZipFile:
    response: Any = client.get(reverse("archive:bundle", args=[row.number]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    assert response["Content-Disposition"] == f'attachment; filename="AKK-{row.spoken_number}.zip"'
    return ZipFile(BytesIO(response.content))


def test_it_holds_what_proves_the_request(desk: Client) -> None:
    row = story()
    names = [f"AKK-{row.spoken_number}-{one.kind}-{one.pk}" for one in row.documents.order_by("pk")]
    assert got(desk, row).namelist() == [
        f"documents/{names[0]}.pdf",
        f"records/{names[0]}.jsonld",
        f"documents/{names[1]}.pdf",
        "history.json",
        "seal.pem",
        "consent-record.schema.json",
        "READ-ME.nl.txt",
        "READ-ME.en.txt",
        "SHA256SUMS",
    ]


def test_each_file_is_what_its_sum_says_by_the_tool_that_we_name(desk: Client, tmp_path: Path) -> None:
    got(desk, story()).extractall(tmp_path)
    said = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert said.stdout.count(": OK") == 8


def test_the_pdfs_bear_our_seal_by_the_tools_that_we_name(desk: Client, tmp_path: Path) -> None:
    bundle = got(desk, story())
    for name in bundle.namelist():
        if name.startswith("documents/"):
            assert seal_check.is_valid(bundle.read(name))
            said = making.tool("pdfsig", "-nocert", pdf=bundle.read(name), folder=tmp_path)
            assert "Signature is Valid" in said
            assert "Total document signed" in said


def test_a_stranger_can_recompute_the_history(desk: Client) -> None:
    told = json.loads(got(desk, story()).read("history.json"))
    assert told["events"]
    for line in told["events"]:
        parts = (line[key] for key in ("previous_hash", "position", "request", "kind", "actor", "at", "facts_digest"))
        assert sha256("|".join(map(str, parts)).encode()).hexdigest() == line["hash"]
        facts = json.dumps(line["facts"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert sha256(f"{line['salt']}|{facts}".encode()).hexdigest() == line["facts_digest"]
    assert told["chain_head"] == audit.head()


def test_it_explains_itself_in_both_languages(desk: Client) -> None:
    bundle = got(desk, story())
    dutch, english = bundle.read("READ-ME.nl.txt").decode(), bundle.read("READ-ME.en.txt").decode()
    assert "HOW TO CHECK IT WITHOUT US" in english
    assert "ZO CONTROLEERT U HET ZONDER ONS" in dutch
    for words in ("pdfsig", "Acrobat", "DSS", "sha256sum"):
        assert words in dutch
        assert words in english


def test_the_download_is_written_down(desk: Client) -> None:
    row = story()
    got(desk, row)
    seen = Access.objects.order_by("pk").last()
    assert seen is not None
    assert (seen.action, seen.request_id, seen.user) == ("downloaded", row.pk, making.rosa())


def test_a_request_without_documents_has_a_history(desk: Client) -> None:
    assert "history.json" in got(desk, making.request()).namelist()


def test_a_missing_file_is_told_and_no_half_bundle_is_given(desk: Client, archive: Path) -> None:
    row = story()
    (archive / store.name_of(row.documents.order_by("pk")[0].sha256)).unlink()
    response = desk.get(reverse("archive:bundle", args=[row.number]))
    assert response.status_code == 503
    assert not Access.objects.filter(action="downloaded").exists()


def test_the_requester_gets_none(client: Client) -> None:
    row = story()
    factories.log_in(client, row.requester)
    assert client.get(reverse("archive:bundle", args=[row.number])).status_code == 404
