"""The paper: says what the sheet said, in our own fonts, without asking anybody outside for anything."""

import gc
import socket
import zlib
from datetime import timedelta
from pathlib import Path

import pydyf  # type: ignore[import-untyped]
import pytest
from django.template import TemplateDoesNotExist
from pyhanko.pdf_utils.reader import PdfFileReader

from consent import numbers, store
from consent.archive import drawing, operations, seal, seal_check
from consent.models import MarkKind, Withdrawal
from consent.printing import packing, paper, typeface
from consent.sheet import parse
from consent.signing.marks import Mark
from tests.archive import making
from tests.archive.making import NOW, squeezed, text, tool

NASTY = "<b>Robert</b> & <img src=http://127.0.0.1:9/x> {{ 7|add:7 }} <script>alert(1)</script>"


@pytest.mark.django_db
def test_the_pdf_says_everything_that_the_sheet_said(tmp_path: Path) -> None:
    document = making.sealed()
    assert document.signature is not None
    sheet = parse(document.signature.sheet)
    printed = text(store.get(document.sha256), tmp_path)
    said = [sheet.title, sheet.intro, *sheet.statements]
    said += [part for field in sheet.fields for part in (field.label, field.value)]
    said += [choice.text for choice in sheet.choices]
    said += [numbers.spoken(document.request.number), document.signature.sheet_sha256, document.chain_head]
    assert [line for line in said if squeezed(line) not in printed] == []


def test_the_garbage_collector_comes_when_a_pdf_is_done_and_looks_after_older_garbage_too() -> None:
    swept: list[int] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            swept.append(told["generation"])

    context = {"number": "K7M-4XWD", "subject": "Test", "made_at": NOW}
    paper.warm_up()
    gc.collect()
    gc.callbacks.append(note)
    try:
        for _ in range(24):
            paper.print_pdf(template="pdf/dossier.html", context=context, language="en")
    finally:
        gc.callbacks.remove(note)
    assert len(swept) <= 24 + 2
    assert max(swept) > 0
    assert gc.isenabled()


def test_the_garbage_collector_works_on_after_a_pdf_that_failed() -> None:
    with pytest.raises(TemplateDoesNotExist):
        paper.print_pdf(template="pdf/none.html", context={}, language="en")
    assert gc.isenabled()


def test_no_stream_is_compressed_a_second_time_and_the_pdf_stays_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    compressed: list[bytes] = []
    real = zlib.compress

    def counted(content: bytes, level: int) -> bytes:
        compressed.append(content)
        return real(content, level)

    def printed() -> bytes:
        context = {"number": "K7M-4XWD", "subject": "Test", "made_at": NOW}
        return paper.print_pdf(template="pdf/dossier.html", context=context, language="en")

    printed()  # the first one of a process names its fonts in another order
    with monkeypatch.context() as unpacked:
        unpacked.setattr(packing, "pack", lambda _pdf: None)
        usual = printed()
    monkeypatch.setattr(zlib, "compress", counted)
    monkeypatch.setattr(packing, "LEVEL", 9)
    monkeypatch.setattr(packing.Loose, "compressible", True)
    assert printed() == usual
    assert len(compressed) == len(set(compressed)) > 0


def test_sealing_finds_what_it_needs_without_reading_all_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[object] = []
    pdf = paper.print_pdf(template="pdf/dossier.html", context={"number": "K7M-4XWD", "made_at": NOW}, language="en")
    real = PdfFileReader._get_object_from_stream

    def noted(reader: PdfFileReader, *which: object) -> object:
        looked_up.append(which)
        return real(reader, *which)

    monkeypatch.setattr(PdfFileReader, "_get_object_from_stream", noted)
    assert seal_check.is_valid(seal.seal(pdf))
    assert looked_up == []


def test_no_dictionary_is_written_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[pydyf.Dictionary] = []
    real = pydyf.Dictionary.data.fget

    def noted(entries: pydyf.Dictionary) -> bytes:
        written.append(entries)
        return real(entries)

    monkeypatch.setattr(pydyf.Dictionary, "data", property(noted))
    paper.print_pdf(template="pdf/dossier.html", context={"number": "K7M-4XWD", "made_at": NOW}, language="en")
    assert len(written) == len(set(map(id, written))) > 0


@pytest.mark.django_db
def test_each_answer_stands_beside_its_question(tmp_path: Path) -> None:
    document = making.sealed()
    assert document.signature is not None
    sheet = parse(document.signature.sheet)
    printed = text(store.get(document.sha256), tmp_path)
    answers = {(one.question, one.medium, one.use_id): one.value for one in document.signature.answers.all()}
    given = [
        (choice.text, dict(choice.options)[answers[choice.question, choice.medium, choice.use]])
        for choice in sheet.choices
    ]
    assert [pair for pair in given if squeezed("".join(pair)) not in printed] == []


@pytest.mark.django_db
def test_fonts_are_ours_and_embedded(tmp_path: Path) -> None:
    said = tool("pdffonts", pdf=store.get(making.sealed("Ελένη Đặng Łukasz Ольга").sha256), folder=tmp_path)
    lines = said.splitlines()[2:]
    assert all("+Open-Sans-" in line for line in lines)
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["Elif Yılmaz", "Đặng Thị Hương", "Ελένη Παπαδοπούλου", "Ольга Ющенко", "Łukasz Żak", "محمد", "نشأت", "شیرین", "ٿ"],
)
def test_a_name_is_printed_as_it_is_written(name: str, tmp_path: Path) -> None:
    assert squeezed(name) in text(store.get(making.sealed(name).sha256), tmp_path)


@pytest.mark.django_db
def test_markup_in_a_name_stays_literal(tmp_path: Path) -> None:
    row = making.request(purpose=NASTY, place=NASTY[:90])
    signature = making.signature(NASTY[:140], row)
    document = operations.seal_signature(signature_id=signature.pk, now=NOW)
    assert squeezed(NASTY) in text(store.get(document.sha256), tmp_path)


@pytest.mark.django_db
def test_nothing_outside_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    signature = making.signature("<img src=https://example.org/a.png>")
    original = socket.socket.connect

    def local_only(self: socket.socket, address: object) -> None:
        assert self.family == socket.AF_UNIX or str(address).startswith(("('127.0.0.1'", "('::1'")), address
        original(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", local_only)
    assert operations.seal_signature(signature_id=signature.pk, now=NOW).pk


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "http://127.0.0.1/x",
        "file:///etc/passwd",
        "data:text/plain,hello",
        "static:css/app.css",
        "static:vendor/open-sans/files/../../../../etc/passwd",
        "STATIC:css/pdf/paper.css",
    ],
)
def test_a_document_gets_no_file_but_our_own(address: str) -> None:
    with pytest.raises(typeface.Forbidden):
        typeface.OwnFilesOnly().fetch(address)


@pytest.mark.django_db
def test_fonts_of_this_machine_are_not_used_even_for_what_ours_lack(tmp_path: Path) -> None:
    pdf = store.get(making.sealed("王小明 ☃ محمد").sha256)
    fonts = tool("pdffonts", pdf=pdf, folder=tmp_path).splitlines()[2:]
    assert all(any(f"+{own}" in line for own in ("Open-Sans-", "Vazirmatn", "Unifont")) for line in fonts)
    assert squeezed("王小明") in text(pdf, tmp_path)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["王小明", "한지민", "Ἀθηνᾶ", "ናርዶስ", "სოფიო", "न्यूटन"])
def test_a_name_in_letters_that_our_typefaces_lack_is_shown_all_the_same(name: str, tmp_path: Path) -> None:
    pdf = store.get(making.sealed(name).sha256)
    assert "+Unifont" in tool("pdffonts", pdf=pdf, folder=tmp_path)
    assert squeezed(name) in text(pdf, tmp_path)


@pytest.mark.django_db
def test_what_no_typeface_has_is_written_as_its_number(tmp_path: Path) -> None:
    assert squeezed("Kim [U+1F600]") in text(store.get(making.sealed("Kim \U0001f600").sha256), tmp_path)


@pytest.mark.django_db
def test_an_ordinary_name_needs_no_last_resort(tmp_path: Path) -> None:
    assert "Unifont" not in tool("pdffonts", pdf=store.get(making.sealed("Đặng Ołówek").sha256), folder=tmp_path)


@pytest.mark.django_db
def test_the_document_is_tagged_and_says_its_title(tmp_path: Path) -> None:
    document = making.sealed()
    pdf = store.get(document.sha256)
    assert "Toestemming voor opnamen" in tool("pdfinfo", pdf=pdf, folder=tmp_path)
    assert "Tagged:          yes" in tool("pdfinfo", pdf=pdf, folder=tmp_path)


@pytest.mark.django_db
def test_both_standards_are_declared(tmp_path: Path) -> None:
    said = tool("pdfinfo", "-meta", pdf=store.get(making.sealed().sha256), folder=tmp_path)
    assert 'pdfaid:part="2"' in said
    assert 'pdfaid:conformance="A"' in said
    assert 'pdfuaid:part="1"' in said


@pytest.mark.django_db
def test_an_assisted_signature_names_helper_and_witness(tmp_path: Path) -> None:
    mark = Mark(kind=MarkKind.ASSISTED, typed_name="H. de Wit", helper="Maria Bakker", witness="Jan Smit")
    printed = text(store.get(making.sealed("Hendrik de Wit", mark=mark).sha256), tmp_path)
    assert all(squeezed(name) in printed for name in ("H. de Wit", "Maria Bakker", "Jan Smit"))


@pytest.mark.django_db
def test_the_dossier_tells_the_whole_story(tmp_path: Path) -> None:
    signature = making.signature("Elif Yılmaz")
    form = operations.seal_signature(signature_id=signature.pk, now=NOW)
    Withdrawal.objects.create(signature=signature, at=NOW + timedelta(days=1))
    review = making.review(form.request, outcome="rejected", note="The ward did not agree.\nSorry.")
    dossier = operations.seal_dossier(review_id=review.pk, now=NOW + timedelta(days=2))
    printed = text(store.get(dossier.sha256), tmp_path)
    said = ["Elif Yılmaz", "Somebody who still has to answer", form.sha256, signature.sheet_sha256, dossier.chain_head]
    said += ["The ward did not agree.", form.request.title, "Instagram @sam", "24 november 2026"]
    assert [line for line in said if squeezed(line) not in printed] == []


def test_a_lone_point_is_drawn_as_a_dot() -> None:
    assert drawing.path([[{"x": 10.0, "y": 20.0}]]) == "M10.0 20.0h0.1"


def test_points_outside_the_box_are_drawn_on_its_edge() -> None:
    assert drawing.path([[{"x": -5.0, "y": 20.0}, {"x": 700.0, "y": 900.0}]]) == "M0.0 20.0 L600.0 200.0"


def test_a_stroke_bends_at_its_points() -> None:
    points = [{"x": 0.0, "y": 0.0}, {"x": 10.0, "y": 10.0}, {"x": 20.0, "y": 0.0}]
    assert drawing.path([points]) == "M0.0 0.0 Q10.0 10.0 15.0 5.0 L20.0 0.0"


def test_a_title_cannot_break_out_of_a_qr_code() -> None:
    assert "<script>" not in paper.qr("https://example.org", title="</title><script>")
