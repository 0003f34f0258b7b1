"""The record for machines beside each form: complete, described, named by the PDF, and without a person's name."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from consent import store
from consent.archive import marks, record, selfcheck
from consent.models import Document
from tests.archive import making
from tests.archive.making import NOW

pytestmark = pytest.mark.django_db

SCHEMA = Path(__file__).parents[2] / "docs" / "consent-record.schema.json"


def told(document: Document) -> dict[str, Any]:
    assert document.record_sha256
    data: dict[str, Any] = json.loads(store.get(document.record_sha256, ending=record.ENDING))
    return data


def valid(data: Any) -> bool:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).is_valid(data)


def test_a_sealed_form_has_a_record_after_the_schema() -> None:
    assert valid(told(making.sealed()))


@pytest.mark.parametrize("missing", ["dpv:hasDataSubject", "dpv:hasNotice", "dpv:hasProcess", "dct:hasPart"])
def test_the_schema_notices_what_the_standard_calls_mandatory(missing: str) -> None:
    data = told(making.sealed())
    del data[missing]
    assert not valid(data)


def test_a_record_says_what_was_given_and_what_was_refused_per_use() -> None:
    document = making.sealed()
    assert document.signature is not None
    said = {one["dct:identifier"]: one["dpv:hasConsentStatus"]["@id"] for one in told(document)["dpv:hasProcess"]}
    answers = document.signature.answers.filter(question__in=["medium", "use"])
    assert said == {
        (f"medium.{one.medium}" if one.medium else f"use.{one.use_id}"): (
            "dpv:ConsentGiven" if one.value == "yes" else "dpv:ConsentRefused"
        )
        for one in answers
    }
    assert said


def test_a_record_names_nobody() -> None:
    assert "Yılmaz" not in json.dumps(told(making.sealed("Elif Yılmaz")), ensure_ascii=False)


def test_a_record_tells_nobody_the_link_to_withdraw() -> None:
    assert "/mine/" not in json.dumps(told(making.sealed()))


def test_the_pdf_prints_the_hash_of_its_record(tmp_path: Path) -> None:
    document = making.sealed()
    pdf = store.get(document.sha256)
    assert document.record_sha256 is not None
    assert document.record_sha256 in making.text(pdf, tmp_path)
    assert marks.read(pdf)["record"] == document.record_sha256
    assert sha256(store.get(document.record_sha256, ending="jsonld")).hexdigest() == document.record_sha256


def test_a_record_is_never_written_again(archive: Path) -> None:
    document = making.sealed()
    assert document.record_sha256
    path = archive / store.name_of(document.record_sha256, ending="jsonld")
    assert path.stat().st_mode & 0o222 == 0


def test_the_self_check_knows_records_and_names_one_that_was_changed(archive: Path) -> None:
    document = making.sealed()
    assert list(selfcheck.run(now=NOW)) == []
    assert document.record_sha256
    path = archive / store.name_of(document.record_sha256, ending="jsonld")
    path.chmod(0o600)
    path.write_text("{}")
    assert [(one.problem, one.document) for one in selfcheck.run(now=NOW)] == [("altered", document.pk)]
