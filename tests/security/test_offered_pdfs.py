"""Files that anybody offers to the verify page: other seals, hidden layers, bombs. Never a fault, never long, never much."""

import os
import random
import time
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consent import store
from consent.archive import checkpoints, demo_seal, operations, seal, verification
from consent.printing import paper
from tests.archive import making

pytestmark = pytest.mark.django_db
GENUINE, BAD = "verdict-good", "verdict-bad"
MUTATED = int(os.environ.get("OFFERED_PDFS", "200"))
"""How many mutated PDFs come to the door; docs/operations.md says how to try more."""


def offered(content: bytes, client: Client | None = None) -> Any:
    """What the verify page answers to a file."""
    file = SimpleUploadedFile("form.pdf", content, content_type="application/pdf")
    return (client or Client()).post(reverse("archive:verify"), {"file": file})


def sealed() -> bytes:
    return store.get(making.sealed().sha256)


def with_a_hidden_layer(pdf: bytes) -> bytes:
    """The same document with more in it, as an increment behind its end: what a shadow attack does."""
    return (
        pdf
        + b"\n9999 0 obj\n<</Type/OCG/Name(hidden)>>\nendobj\nxref\n0 0\ntrailer\n<</Size 1>>\nstartxref\n0\n%%EOF\n"
    )


def with_an_annotation(pdf: bytes, folder: Path) -> bytes:
    """The document saved anew with a note laid over it ("Evil Annotation")."""
    (folder / "in.pdf").write_bytes(pdf)
    with pikepdf.open(folder / "in.pdf") as opened:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 99, 99], Contents="yes"
        )
        opened.pages[0].Annots = opened.make_indirect(pikepdf.Array([opened.make_indirect(note)]))
        opened.save(folder / "out.pdf")
    return (folder / "out.pdf").read_bytes()


def test_the_document_itself_is_genuine_or_nothing_below_says_anything() -> None:
    assert GENUINE in offered(sealed()).text


def test_a_hidden_layer_behind_the_end_is_a_changed_document() -> None:
    page = offered(with_a_hidden_layer(sealed())).text
    assert (BAD in page, GENUINE in page) == (True, False)


def test_a_note_laid_over_it_is_not_genuine(tmp_path: Path) -> None:
    page = offered(with_an_annotation(sealed(), tmp_path)).text
    assert (BAD in page, GENUINE in page) == (True, False)


def test_a_document_sealed_by_another_is_not_ours(settings: Any, tmp_path: Path) -> None:
    unsealed = paper.print_pdf(template="pdf/dossier.html", context={"number": "K7M-4XWD"}, language="en")
    settings.SEAL_PKCS12 = str(demo_seal.ensure(tmp_path / "of-another"))
    theirs = seal.seal(unsealed)
    settings.SEAL_PKCS12 = ""
    page = offered(theirs).text
    assert (BAD in page, GENUINE in page) == (True, False)


BOMBS = {
    "a stream of zeros": b"%PDF-1.7\n1 0 obj<</Length 9/Filter/FlateDecode>>stream\n"
    + zlib.compress(bytes(10**7), 9)
    + b"\nendstream",
    "a stream in a stream": b"%PDF-1.7\n" + zlib.compress(zlib.compress(bytes(10**7), 9), 9),
    "very deep": b"%PDF-1.7\n" + b"[" * 400_000,
    "very many objects": b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n<<>>\nendobj\n" % number for number in range(40_000)),
    "endless names": b"%PDF-1.7\n/" + b"A" * 2_000_000,
    "a loop": b"%PDF-1.7\n1 0 obj\n1 0 R\nendobj\ntrailer<</Root 1 0 R/Prev 0>>startxref\n0\n%%EOF",
    "pieces of a seal": b"%PDF-1.7/ByteRange[0 -1 9999999999999 1]/Contents<" + b"0" * 2_000_000,
    "no PDF at all": bytes(random.Random(1).randbytes(2_000_000)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_takes_no_time_and_no_room(bomb: str) -> None:
    seal.current()
    tracemalloc.start()
    started = time.process_time()
    response = offered(BOMBS[bomb])
    seconds, (_, most) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (response.status_code, BAD in response.text) == (200, True)
    assert seconds < 2
    assert most < 20_000_000 + 6 * len(BOMBS[bomb])


def test_broken_copies_are_each_answered() -> None:
    chance, pdf = random.Random(7), sealed()
    client, said = Client(), set()
    for _ in range(25):  # within the limit of one minute
        copy = bytearray(pdf)
        for _ in range(chance.randint(1, 40)):
            copy[chance.randrange(len(copy))] = chance.randrange(256)
        response = offered(bytes(copy[: chance.randint(1, len(copy))]), client)
        said.add((response.status_code, GENUINE in response.text))
    assert said == {(200, False)}


def test_a_form_of_an_earlier_certificate_is_known_as_changed(settings: Any, tmp_path: Path) -> None:
    pdf = sealed()
    settings.SEAL_PKCS12 = str(demo_seal.ensure(tmp_path / "the-next-one"))
    assert verification.of_file([pdf]).outcome == "genuine"
    assert verification.of_file([pdf + b" "]).outcome == "changed"


def test_a_dossier_and_a_checkpoint_of_an_earlier_certificate_are_known_as_changed(
    settings: Any, tmp_path: Path
) -> None:
    dossier = form_and_dossier()[1]
    checkpoint = checkpoints.make(now=making.NOW)
    assert checkpoint is not None
    settings.SEAL_PKCS12 = str(demo_seal.ensure(tmp_path / "the-next-one"))
    for pdf in (dossier, store.get(checkpoint.sha256)):
        flipped = bytearray(pdf)
        flipped[len(pdf) // 3] ^= 1
        changes = [pdf + b" ", bytes(flipped), pdf[:-30]]
        assert verification.of_file([pdf]).outcome == "genuine"
        assert {verification.of_file([one]).outcome for one in changes} == {"changed"}


@pytest.mark.parametrize("line", ["", " line 1 proofhead " + "0" * 64 + " row 1"])
def test_a_line_that_is_not_in_our_history_makes_no_document_ours(line: str) -> None:
    sealed()
    for head in ("0" * 64, "ab" * 32):
        assert verification.of_file([f"%PDF-1.7 chainhead {head}{line} %%EOF".encode()]).outcome == "not_ours"


def test_each_of_500_flipped_bytes_is_a_change() -> None:
    chance, pdfs = random.Random(5), form_and_dossier()
    said = []
    for number in range(500):
        copy = bytearray(pdfs[number % 2])
        copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
        said.append(verification.of_file([bytes(copy)]).outcome)
    assert said == ["changed"] * 500


def test_mutated_pdfs_are_answered_at_the_door_without_a_fault_and_in_time(settings: Any) -> None:
    settings.VERIFY_RATE = "1000000/m/ip"
    chance, pdfs, client = random.Random(8), form_and_dossier(), Client()
    said, slowest = set(), 0.0
    for number in range(MUTATED):
        copy = mutated(pdfs[number % 2], chance)
        started = time.process_time()
        response = offered(copy, client)
        slowest = max(slowest, time.process_time() - started)
        said.add((response.status_code, GENUINE in response.text))
    assert said <= {(200, False), (422, False)}, "422: nothing was left of the file"
    assert slowest < 2, "seconds"


def form_and_dossier() -> list[bytes]:
    row = making.request()
    form = making.sealed(row=row)
    dossier = operations.seal_dossier(review_id=making.review(row).pk, now=making.NOW)
    return [store.get(form.sha256), store.get(dossier.sha256)]


def mutated(pdf: bytes, chance: random.Random) -> bytes:
    """One of our PDFs after an accident or an attack: cut, doubled, spliced, overwritten, with more behind its end."""
    here, there = sorted((chance.randrange(len(pdf)), chance.randrange(len(pdf))))
    junk = chance.randbytes(chance.randint(1, 2_000))
    copy = chance.choice(
        (
            pdf[:here],
            pdf[here:there],
            pdf[:here] + pdf[there:],
            pdf[:here] + junk + pdf[here:],
            pdf[:here] + junk + pdf[here + len(junk) :],
            pdf + pdf[here:],
            with_a_hidden_layer(pdf[:here]),
            with_a_hidden_layer(pdf),
            pdf.replace(b"obj", b"jbo"),
            pdf.replace(b"/ByteRange", b"/ByteRanga").replace(b"/Length ", b"/Length 9999999"),
            pdf.replace(b"0000000000 65535 f", b"9999999999 65535 f"),
            junk + pdf,
        )
    )
    return copy if copy != pdf else pdf + junk


def test_thirty_a_minute_is_enough_for_one_client_and_the_next_minute_it_goes_on(time_machine: Any) -> None:
    now = datetime.now(UTC)  # PostgreSQL, which keeps the counts, has no other
    time_machine.move_to(now, tick=False)
    said = [offered(b"hello") for _ in range(31)]
    assert [one.status_code for one in said] == [200] * 30 + [429]
    assert "Wacht een minuut" in said[-1].text
    assert "wachtwoord" not in said[-1].text, "nobody logs in here"
    assert Client().get(reverse("archive:verify")).status_code == 200, "looking at the page is no try"
    time_machine.move_to(now + timedelta(seconds=61), tick=False)
    assert offered(b"hello").status_code == 200


def test_what_was_sealed_again_is_one_document() -> None:
    document = making.sealed()
    assert document.signature is not None
    again = operations.seal_signature(signature_id=document.signature.pk, now=making.NOW)
    assert again.pk == document.pk
