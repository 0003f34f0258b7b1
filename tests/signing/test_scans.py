"""What a scan of a paper form can be, and hostile files that are refused plainly."""

import zlib
from io import BytesIO

import pytest
from PIL import Image

from consent.models import ScanType
from consent.signing.on_paper import scans


def picture(kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("L", (60, 80), 255).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "found"), [("PNG", ScanType.PNG), ("JPEG", ScanType.JPEG), ("PDF", ScanType.PDF)])
def test_a_scan_is_known_by_its_content(kind: str, found: ScanType) -> None:
    assert scans.checked(picture(kind)) == found


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg onload=alert(1)>",
        b"%PDF-1.7 no end",
        picture("PNG")[:40],
        picture("JPEG")[:200],
        picture("GIF"),
        b"\x89PNG\r\n\x1a\n" + picture("JPEG"),
    ],
)
def test_what_is_no_scan_is_refused(content: bytes) -> None:
    with pytest.raises(scans.NotAScan):
        scans.checked(content)


@pytest.mark.parametrize(
    "inside",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"/S /J#61vaScript",
        b"/Type /EmbeddedFile",
        b"/Encrypt 5 0 R",
        b"/S/Launch",
    ],
)
def test_a_pdf_that_does_something_is_refused(inside: bytes) -> None:
    with pytest.raises(scans.Active):
        scans.checked(picture("PDF").replace(b"/Type /Catalog", b"/Type /Catalog " + inside))


def test_a_script_in_packed_objects_is_found() -> None:
    packed = zlib.compress(b"1 0 << /S /JavaScript /JS (x) >>")
    stream = b"9 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n" + packed + b"\nendstream endobj\n"
    with pytest.raises(scans.Active):
        scans.checked(b"%PDF-1.5\n" + stream + picture("PDF"))


def test_a_bomb_of_packed_objects_is_refused() -> None:
    packed = zlib.compress(b" " * 30_000_000)
    stream = b"9 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n" + packed + b"\nendstream endobj\n"
    with pytest.raises(scans.TooLarge):
        scans.checked(b"%PDF-1.5\n" + stream + picture("PDF"))


def test_a_picture_of_more_dots_than_a_scanner_makes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MOST_DOTS", 100)
    with pytest.raises(scans.TooLarge):
        scans.checked(picture())
