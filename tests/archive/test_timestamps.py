"""Timestamps: from the first authority that gives a good one; one that is missing is asked for until it is there."""

from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pyhanko.pdf_utils.reader import PdfFileReader
from pytest_django.fixtures import Settings

from consent import store, timestamps
from consent.archive import (
    authorities,
    dating,
    queries,
    renewing,
    seal,
    seal_check,
    selfcheck,
    verification,
)
from consent.models import Document, SealLevel, Timestamp
from tests.archive import authority, making
from tests.archive.authority import Infrastructure
from tests.archive.making import NOW, tool

pytestmark = pytest.mark.usefixtures("hospital")

NOBODY = "http://127.0.0.1:9/tsa"


def files(archive: Path) -> list[str]:
    return sorted(path.stem for path in archive.rglob("*.pdf"))


def whole(document: Document) -> bool:
    """Whether each file of a document is in the store and its seal stands."""
    digests = {document.sha256, *document.timestamps.values_list("sha256", flat=True)}
    return all(seal_check.is_valid(store.get(digest)) for digest in digests)


@pytest.mark.django_db
def test_the_first_authority_that_answers_dates_the_seal(
    pki: Infrastructure, settings: Settings, archive: Path
) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY, pki.url]
    document = making.sealed()
    stamp = Timestamp.objects.get()
    assert (stamp.document, stamp.sha256, stamp.level) == (document, document.sha256, "T")
    assert (stamp.authority, stamp.until.year) == ("Test authority", 2070)
    assert abs(stamp.at - timezone.now()) < timedelta(minutes=1)
    assert files(archive) == [document.sha256]
    assert not ProcrastinateJob.objects.filter(task_name="archive.strengthen").exists()


@pytest.mark.django_db
def test_other_tools_find_a_dated_seal_valid(pki: Infrastructure, settings: Settings, tmp_path: Path) -> None:
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    pdf = store.get(making.sealed().sha256)
    said = tool("pdfsig", pdf=pdf, folder=tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", pdf=pdf, folder=tmp_path)
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert [one["type"].native for one in signature.signer_info["unsigned_attrs"]] == ["signature_time_stamp_token"]
    assert seal_check.is_valid(pdf)


@pytest.mark.django_db
def test_without_any_authority_the_form_is_sealed_and_its_timestamp_shown_as_missing(settings: Settings) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    document = making.sealed()
    assert seal_check.is_valid(store.get(document.sha256))
    assert timestamps.of(document).presence == "missing"
    assert list(timestamps.missing()) == [document]
    assert ProcrastinateJob.objects.get(task_name="archive.strengthen").args == {"document_id": document.pk}


@pytest.mark.django_db
def test_a_missing_timestamp_becomes_a_new_file_and_the_sealed_one_stays(
    pki: Infrastructure, settings: Settings, archive: Path
) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    document = making.sealed()
    with pytest.raises(authorities.NoTimestamp):
        renewing.strengthen(document_id=document.pk, now=NOW)
    settings.TIMESTAMP_AUTHORITIES = [NOBODY, pki.url]
    renewing.strengthen(document_id=document.pk, now=NOW)
    renewing.strengthen(document_id=document.pk, now=NOW)
    stamp = Timestamp.objects.get()
    assert Document.objects.get().sha256 == document.sha256 != stamp.sha256
    assert files(archive) == sorted([document.sha256, stamp.sha256])
    assert timestamps.best_file(document) == stamp.sha256
    assert timestamps.of(document).presence == "there"
    assert whole(document)
    assert list(timestamps.missing()) == []


@pytest.mark.django_db
def test_the_added_timestamp_stands_in_the_seal_itself(pki: Infrastructure, settings: Settings) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    document = making.sealed()
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    renewing.strengthen(document_id=document.pk, now=NOW)
    assert Timestamp.objects.get().size == document.size


@pytest.mark.django_db
def test_the_verify_page_knows_every_file_of_a_document(pki: Infrastructure, settings: Settings) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    document = making.sealed()
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    renewing.strengthen(document_id=document.pk, now=NOW)
    for digest in (document.sha256, timestamps.best_file(document)):
        answer = verification.of_file([store.get(digest)])
        assert (answer.outcome, answer.document) == ("genuine", document)


@pytest.mark.django_db
def test_the_self_check_knows_every_file_of_a_document(pki: Infrastructure, settings: Settings, archive: Path) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    document = making.sealed()
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    renewing.strengthen(document_id=document.pk, now=NOW)
    assert list(selfcheck.run(now=NOW, seals=True)) == []
    (archive / store.name_of(timestamps.best_file(document))).unlink()
    (found,) = selfcheck.run(now=NOW)
    assert (found.problem, found.document) == ("missing", document.pk)


def test_a_seal_without_room_gets_its_timestamp_behind_it(
    pki: Infrastructure, settings: Settings, blank: bytes
) -> None:
    sealed = seal.seal(blank)
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    dated = dating.stamp(sealed)
    assert dated.pdf.startswith(sealed)
    assert seal_check.is_valid(dated.pdf)
    assert PdfFileReader(BytesIO(dated.pdf)).embedded_signatures[1].sig_object_type == "/DocTimeStamp"


def test_an_authority_that_is_not_trusted_is_passed_over(
    pki: Infrastructure, settings: Settings, blank: bytes, tmp_path: Path
) -> None:
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    with authority.running(stranger) as other:
        settings.TIMESTAMP_ROOTS = other.roots
        with pytest.raises(authorities.NoTimestamp):
            dating.stamp(seal.seal(blank))
        settings.TIMESTAMP_AUTHORITIES = [pki.url, other.url]
        assert dating.stamp(seal.seal(blank)).level == "T"


def test_one_that_failed_is_not_asked_again_at_once(pki: Infrastructure, settings: Settings, blank: bytes) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    assert dating.try_to_stamp(seal.seal(blank)) is None
    assert list(authorities._resting) == [NOBODY]


@pytest.mark.parametrize("level", [SealLevel.LT, SealLevel.LTA])
@pytest.mark.django_db
def test_a_higher_level_holds_what_proves_it_for_years(
    pki: Infrastructure, settings: Settings, level: SealLevel, tmp_path: Path
) -> None:
    settings.TIMESTAMP_AUTHORITIES, settings.SEAL_LEVEL = [pki.url], level
    document = making.sealed()
    assert ProcrastinateJob.objects.filter(task_name="archive.strengthen").count() == 1
    renewing.strengthen(document_id=document.pk, now=NOW)
    renewing.strengthen(document_id=document.pk, now=NOW)
    assert list(Timestamp.objects.values_list("level", flat=True)) == ["T", level]
    pdf = store.get(timestamps.best_file(document))
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.Root.DSS.CRLs) >= 1
        assert len(opened.Root.AcroForm.Fields) == {"LT": 1, "LTA": 2}[level]
    assert whole(document)
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", pdf=pdf, folder=tmp_path)
    assert "Signature is Valid" in tool("pdfsig", pdf=pdf, folder=tmp_path)


@pytest.mark.parametrize("place", [0.05, 0.3, 0.996])
def test_one_flipped_byte_breaks_what_was_appended_too(
    pki: Infrastructure, settings: Settings, blank: bytes, place: float
) -> None:
    settings.TIMESTAMP_AUTHORITIES, settings.SEAL_LEVEL = [pki.url], "LTA"
    dated = dating.stamp(seal.seal(blank))
    pdf = bytearray(dating.complete(dated.pdf, SealLevel.LTA, dated.word).pdf)
    assert seal_check.is_valid(bytes(pdf))
    pdf[int(len(pdf) * place)] ^= 1
    assert not _survives(bytes(pdf))


def _survives(pdf: bytes) -> bool:
    try:
        return seal_check.is_valid(pdf)
    except Exception:  # noqa: BLE001 - pyHanko's reader raises what it likes on a broken file
        return False


def test_anything_else_behind_the_seal_is_a_change(blank: bytes) -> None:
    pdf = seal.seal(blank)
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.Root.Extra = pikepdf.String("x")
        changed = BytesIO()
        opened.save(changed)
    assert not _survives(changed.getvalue())


@pytest.mark.django_db
def test_what_runs_out_is_renewed_and_all_files_stay(pki: Infrastructure, settings: Settings, archive: Path) -> None:
    settings.TIMESTAMP_AUTHORITIES = [pki.short_url]
    document = making.sealed()
    assert list(renewing.running_out(now=NOW)) == []
    later = timezone.now() + timedelta(days=31)
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    assert list(renewing.running_out(now=later)) == [document.pk]
    renewing.renew(document_id=document.pk, now=later)
    assert [stamp.until.year > 2069 for stamp in Timestamp.objects.all()] == [False, True]
    assert list(renewing.running_out(now=later)) == []
    assert len(files(archive)) == 2
    assert whole(document)
    assert timestamps.of(document).authority == "Authority that ends soon"


@pytest.mark.django_db
def test_renew_seals_renews_all_when_told_to(pki: Infrastructure, settings: Settings) -> None:
    settings.TIMESTAMP_AUTHORITIES = [pki.url]
    document = making.sealed()
    said = StringIO()
    call_command("renew_seals", stdout=said)
    assert said.getvalue() == "0 documents renewed.\n"
    call_command("renew_seals", "--all", stdout=said)
    assert said.getvalue().endswith("1 documents renewed.\n")
    assert document.timestamps.count() == 2
    assert whole(document)


@pytest.mark.django_db
def test_renew_seals_names_what_it_could_not_renew(settings: Settings) -> None:
    settings.TIMESTAMP_AUTHORITIES = [NOBODY]
    document = making.sealed()
    said = StringIO()
    with pytest.raises(CommandError, match="1 of 1 documents not renewed"):
        call_command("renew_seals", stdout=said)
    assert said.getvalue().startswith(f"document {document.pk}: NoTimestamp")


def test_renew_seals_needs_an_authority() -> None:
    with pytest.raises(CommandError, match="TIMESTAMP_AUTHORITIES"):
        call_command("renew_seals")


@pytest.mark.django_db
def test_without_authorities_a_timestamp_is_not_missing() -> None:
    document = making.sealed()
    assert timestamps.of(document).presence == "not_used"
    assert list(timestamps.missing()) == []
    assert queries.by_digest(document.sha256) == document
