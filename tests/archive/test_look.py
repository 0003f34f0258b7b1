"""How the PDFs look: what was once seen to be wrong on a page, or missing from it."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from consent import facts, store
from consent.archive import operations
from consent.models import Channel, MarkKind, Medium, Question, RequestedMedium
from consent.printing import drawn, pictograms
from consent.signing.marks import Mark
from consent.signing.on_paper import blank
from tests import factories
from tests.archive import making
from tests.archive.making import NOW, squeezed, text, tool
from tests.signing import making as signing

LONG = "Maria-Magdalena van der Valk-Bouman tot Oud-Heusden en Herpt, geboren Đặng-Schimmelpenninck"
KINDS = {*Medium.values, *Channel.values, *Question.values} - {Question.MEDIUM, Question.USE}


def drawings(pdf: bytes) -> int:
    """How many pictures are drawn behind the words of a PDF."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        found = [one for page in opened.pages for one in page.Resources.get("/XObject", {}).values()]
        return len({one.objgen for one in found if "/Group" in one})


def test_each_kind_of_question_has_a_pictogram() -> None:
    found = dict(re.findall(r"\.seen-(\w+) \{ background-image: url\('([^']+)'\); \}", pictograms.style()))
    assert set(found) == KINDS
    assert [address for address in found.values() if address not in drawn.Images()] == []


def test_only_these_pictograms_are_known() -> None:
    assert [one in drawn.Images() for one in ("pictogram:../../package", "pictogram:zap", "camera")] == [False] * 3


@pytest.mark.django_db
def test_a_pictogram_stands_beside_each_question_of_a_form_and_of_a_paper_one() -> None:
    document = making.sealed()
    assert document.signature is not None
    who = document.signature.signer
    sheet = facts.sheet_for(who, language="nl")
    assert drawings(store.get(document.sha256)) == len(sheet.choices)
    assert drawings(blank.render(signer=who, sheet=sheet)) == len(sheet.choices)


@pytest.mark.django_db
def test_a_long_typed_name_lies_over_nothing_else(tmp_path: Path) -> None:
    mark = Mark(kind=MarkKind.ASSISTED, typed_name=LONG, helper="Maria Bakker", witness="Jan Smit")
    tool("pdftotext", "-bbox", pdf=store.get(making.sealed(LONG, mark=mark).sha256), folder=tmp_path)
    boxes = (tmp_path / "judged.html").read_text(encoding="utf-8")
    signature = boxes[boxes.rindex(">Handtekening<") : boxes.rindex(">Bewijs<")]
    found = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)', signature)
    lines = [
        (float(top), float(bottom)) for top, bottom, word in found if word in {"Maria-Magdalena", "Typed", "Getypt"}
    ]
    assert len(lines) == 3, "the signature, the name below it, who typed it"
    typed = next(float(bottom) for _, bottom, word in found if "Schimmelpenninck" in word)
    assert typed < lines[1][0] + 1, "points: the last line of the signature ends where the name begins"


def rich() -> bytes:
    """A dossier about photos and a film: Elif lets both, Jan photos only."""
    row = making.request()
    RequestedMedium.objects.create(request=row, medium="film")
    for name, film in (("Elif Yılmaz", "yes"), ("Jan de Wit", "no")):
        who = factories.signer(row, name)
        factories.signer(row, f"Beside {name}")
        signing.sign(who, answers=signing.answers(who) | {"medium.film": film})
    return store.get(operations.seal_dossier(review_id=making.review(row).pk, now=NOW).sha256)


@pytest.mark.django_db
def test_a_dossier_says_once_what_holds_for_every_kind_of_recording(tmp_path: Path) -> None:
    printed = text(rich(), tmp_path)
    assert squeezed("alles: wacht op antwoord") in printed
    assert squeezed("foto: ja film: nee") in printed
    assert squeezed("alles: ja") in printed


@pytest.mark.django_db
def test_who_signs_for_themself_is_named_once_in_the_list(tmp_path: Path) -> None:
    assert squeezed("Elif Yılmaz student toestemming gegeven zelf: getekend") in text(rich(), tmp_path)
