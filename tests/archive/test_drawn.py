"""Images that are not worked out anew for each PDF: they look as WeasyPrint's own would."""

import re
from io import BytesIO

import pikepdf
import pytest

from consent import qr
from consent.archive import sheet_page
from consent.models import Signature
from consent.printing import drawn
from tests.archive import making

RUN = re.compile(rb"^(\d+) (\d+) (\d+) 1 re$", re.MULTILINE)
VERIFY = "https://consent.example.org/verify/f1-abcdefghij0123456789/"
OWN = "https://consent.example.org/own/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def printed(signature: Signature) -> pikepdf.Pdf:
    """The form of a signature, before it is sealed."""
    answers = list(signature.answers.all())
    links = {"verify_url": VERIFY, "own_url": OWN}
    number = signature.signer.subject.request.number
    hashes = {"chain_head": "0" * 64, "record_sha256": "0" * 64}
    return pikepdf.open(
        BytesIO(sheet_page.render(signature=signature, answers=answers, number=number, **links, **hashes))
    )


def strokes(pdf: pikepdf.Pdf) -> list[tuple[bytes, str]]:
    """What is drawn behind the words of each page, and with which states of graphics."""
    found = [one for page in pdf.pages for one in page.Resources.get("/XObject", {}).values()]
    return sorted({(one.read_bytes(), repr(one.Resources.ExtGState)) for one in found if "/Group" in one})


def squares(content: bytes) -> list[bytearray]:
    """The modules of the code on a page, from the rectangles that are drawn."""
    runs = [tuple(map(int, run)) for run in RUN.findall(content)]
    size = max(x + width for x, _y, width in runs)
    rows = [bytearray(size) for _ in range(size)]
    for x, y, width in runs:
        rows[y][x : x + width] = b"\1" * width
    return rows


@pytest.mark.django_db
def test_pictograms_are_the_same_strokes_as_when_weasyprint_reads_each_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    signature = making.signature()
    first, second = strokes(printed(signature)), strokes(printed(signature))
    monkeypatch.delattr(drawn.Pictogram, "draw")
    assert first == second == strokes(printed(signature)) != []


@pytest.mark.django_db
def test_a_code_on_paper_has_each_module_in_its_place() -> None:
    pages = [page.Contents.read_bytes() for page in printed(making.signature()).pages]
    codes = [squares(page) for page in pages if RUN.search(page)]
    assert codes == [[bytearray(row) for row in qr.code(address).matrix] for address in (VERIFY, OWN)]


@pytest.mark.django_db
def test_a_code_on_paper_is_a_picture_with_words_for_who_cannot_see_it() -> None:
    pdf = printed(making.signature())
    figures = {str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one}
    assert {
        "QR-code om dit document te controleren",
        "QR-code om uw toestemming te zien of in te trekken",
    } < figures
