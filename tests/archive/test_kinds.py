"""Each kind of PDF that is sealed, judged by tools of others: clean, its seal valid, its fonts inside, its text readable."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from consent import store
from consent.archive import checkpoints, operations, seal_check
from consent.models import Checkpoint, MarkKind
from consent.signing.marks import Mark
from consent.withdrawal import operations as withdrawing
from tests.archive import making
from tests.archive.making import NOW, squeezed, text, tool
from tests.rows import written
from tests.signing import making as signing

LONG = "Maria-Magdalena van der Valk-Bouman tot Oud-Heusden en Herpt, geboren Đặng-Schimmelpenninck"


def form(name: str) -> bytes:
    return store.get(making.sealed(name).sha256)


def of_a_child() -> bytes:
    mother, _father = signing.parents(making.request(), child="Noor Bakker")
    signature = signing.sign(mother)
    return store.get(operations.seal_signature(signature_id=signature.pk, now=NOW).sha256)


def in_arabic() -> bytes:
    return store.get(operations.seal_signature(signature_id=making.signed_in_arabic().pk, now=NOW).sha256)


def typed() -> bytes:
    mark = Mark(kind=MarkKind.ASSISTED, typed_name=LONG, helper="Maria Bakker", witness="Jan Smit")
    return store.get(making.sealed("Jan de Wit", mark=mark).sha256)


def dossier(*, withdrawn: bool) -> bytes:
    signature = making.signature("Elif Yılmaz")
    row = signature.signer.subject.request
    made = operations.seal_dossier(review_id=making.review(row).pk, now=NOW)
    if not withdrawn:
        return store.get(made.sha256)
    withdrawing.withdraw(signer_id=signature.signer_id, now=NOW)
    anew = operations.seal_dossier_anew(request_id=row.pk, now=NOW)
    assert anew is not None
    return store.get(anew.sha256)


def checkpoint() -> bytes:
    making.sealed()
    written()
    made = checkpoints.make(now=NOW)
    assert isinstance(made, Checkpoint)
    return store.get(made.sha256)


KINDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "form": (lambda: form("Elif Yılmaz"), "Elif Yılmaz"),
    "form with a long name": (lambda: form(LONG), LONG),
    "form with a name in Arabic letters": (lambda: form("ليلى"), "ليلى"),
    "form in Arabic": (in_arabic, "ليلى"),
    "form that a helper typed": (typed, LONG),
    "form of a child": (of_a_child, "Noor Bakker"),
    "dossier": (lambda: dossier(withdrawn=False), "Elif Yılmaz"),
    "dossier after a withdrawal": (lambda: dossier(withdrawn=True), "ingetrokken"),
    "checkpoint": (checkpoint, "geschiedenis"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_pdf_is_clean_sealed_whole_and_readable(kind: str, tmp_path: Path) -> None:
    make, words = KINDS[kind]
    pdf = make()
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", pdf=pdf, folder=tmp_path)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.Root.MarkInfo.Marked
    said = tool("pdfsig", "-nocert", pdf=pdf, folder=tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert seal_check.is_valid(pdf)
    fonts = tool("pdffonts", pdf=pdf, folder=tmp_path).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    assert squeezed(words) in text(pdf, tmp_path)
