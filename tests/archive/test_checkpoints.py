"""Checkpoints, sealed PDFs and the history hold each other true: whoever rewrites one of them is named."""

from datetime import date, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from consent import audit, destroying, lifecycle, store
from consent.archive import checkpoints, mails, marks, seal_check, verification, witnesses
from consent.models import ChainHead, Checkpoint, Document, Event, EventFacts, Rule, Signer
from tests.archive import making
from tests.archive.making import NOW
from tests.test_audit import tamper

pytestmark = pytest.mark.django_db(transaction=True)


def checkpoint() -> Checkpoint:
    made = checkpoints.make(now=NOW)
    assert made is not None
    return made


def said() -> str:
    out = StringIO()
    call_command("check_history", stdout=out)
    return out.getvalue()


def lies() -> str:
    with pytest.raises(CommandError) as found:
        said()
    return str(found.value)


def rewritten(position: int) -> None:
    """Another history from a line on, as somebody makes it who has every right on the database: each hash fits again."""
    tamper("consent_event", "UPDATE consent_event SET actor = 'user:666' WHERE position = %s", position)
    before = Event.objects.get(position=position).previous_hash
    for event in Event.objects.filter(position__gte=position).order_by("position"):
        event.previous_hash = before
        before = audit.hash_of(event)
        values = (event.previous_hash, before, event.pk)
        tamper("consent_event", "UPDATE consent_event SET previous_hash = %s, hash = %s WHERE id = %s", *values)
    ChainHead.objects.update(hash=before)
    assert audit.verify_chain() is None


def test_there_is_none_of_an_empty_history() -> None:
    assert checkpoints.make(now=NOW) is None


def test_one_a_day_is_sealed_and_kept() -> None:
    making.sealed()
    made = checkpoint()
    again = checkpoints.make(now=NOW + timedelta(hours=1))
    tomorrow = checkpoints.make(now=NOW + timedelta(days=1))
    assert again == made
    assert tomorrow not in {None, made}
    pdf = store.get(made.sha256)
    assert seal_check.is_valid(pdf)
    assert marks.read(pdf) == {
        "chainhead": audit.head(),
        "line": str(Event.objects.count()),
        "proofhead": made.proof_hash,
        "row": str(made.proof_position),
    }


def test_it_is_mailed_to_the_desk_as_it_was_sealed(settings: Any) -> None:
    making.sealed()
    made = checkpoint()
    mails.send_checkpoint(made)
    [sent] = mail.outbox
    assert sent.to == [settings.DESK_MAIL]
    [(name, content, kind)] = sent.attachments
    assert (name, kind) == (f"checkpoint-{NOW:%Y-%m-%d}.pdf", "application/pdf")
    assert isinstance(content, bytes)
    assert sha256(content).hexdigest() == made.sha256
    assert made.hash in sent.body


def test_the_verify_page_knows_it() -> None:
    making.sealed()
    answer = verification.of_file([store.get(checkpoint().sha256)])
    assert (answer.outcome, answer.standing) == ("genuine", "stands")


def test_it_says_in_words_what_it_is(tmp_path: Path) -> None:
    making.sealed()
    made = checkpoint()
    assert made.hash in making.text(store.get(made.sha256), tmp_path)


def test_a_true_history_is_called_true() -> None:
    making.sealed()
    checkpoint()
    assert said().startswith("The history is true: ")


def test_a_history_written_anew_is_found_by_the_checkpoint_and_by_the_pdf() -> None:
    row = making.request()
    making.sealed("First", row=row)
    first = checkpoint()
    document = making.sealed("Second", row=row)
    checkpoints.make(now=NOW + timedelta(days=1))
    position = Event.objects.get(hash=document.chain_head).position
    rewritten(position)
    told = lies()
    assert f"one of lines {first.position + 1} to " in told
    assert f"Document {document.pk}: its head is in no line; the first lie is line {position} of the history." in told


def test_a_history_cut_off_is_found_by_the_checkpoint() -> None:
    making.sealed()
    made = checkpoint()
    tamper("consent_eventfacts", "DELETE FROM consent_eventfacts")
    tamper("consent_event", "DELETE FROM consent_event WHERE position = %s", made.position)
    last = Event.objects.get(position=made.position - 1)
    ChainHead.objects.update(position=last.position, hash=last.hash)
    assert f"Checkpoint {made.pk} of {made.at:%Y-%m-%d}: the history is not as it was sealed" in lies()


def test_a_row_of_a_checkpoint_that_was_changed_is_found_by_its_proof_and_by_its_pdf() -> None:
    making.sealed()
    made = checkpoint()
    tamper("consent_checkpoint", "UPDATE consent_checkpoint SET position = position - 1")
    told = lies()
    assert f"Row {made.pk} of consent_checkpoint is not true: the row was changed." in told
    assert f"Checkpoint {made.pk} of {made.at:%Y-%m-%d}: its PDF carries something else than its row." in told


def test_another_pdf_in_the_place_of_a_form_is_found() -> None:
    row = making.request()
    document, other = making.sealed("First", row=row), making.sealed("Second", row=row)
    tamper("consent_document", "UPDATE consent_document SET sha256 = 'x' WHERE id = %s", other.pk)
    values = (other.sha256, document.pk)
    tamper("consent_document", "UPDATE consent_document SET sha256 = %s WHERE id = %s", *values)
    told = lies()
    assert f"Document {document.pk}: its PDF carries something else than its row." in told
    assert f"Document {document.pk}: the history does not tell that it was sealed, or tells of another file." in told


def test_a_checkpoint_whose_file_is_gone_is_named(archive: Path) -> None:
    making.sealed()
    made = checkpoint()
    (archive / store.name_of(made.sha256)).unlink()
    assert f"Checkpoint {made.pk} of {made.at:%Y-%m-%d}: its PDF is missing." in lies()


def test_without_the_files_only_rows_are_held_against_each_other(archive: Path) -> None:
    making.sealed()
    (archive / store.name_of(checkpoint().sha256)).unlink()
    out = StringIO()
    call_command("check_history", without_files=True, stdout=out)
    assert out.getvalue().startswith("The history is true: ")


def test_a_copy_from_a_mailbox_convicts_who_rewrote_history_and_checkpoints(tmp_path: Path) -> None:
    making.sealed()
    copy = tmp_path / "checkpoint.pdf"
    made = checkpoint()
    copy.write_bytes(store.get(made.sha256))
    assert list(witnesses.lies_of_copy(copy.read_bytes(), name=copy.name)) == []
    rewritten(made.position)
    tamper("consent_checkpoint", "DELETE FROM consent_checkpoint")
    with pytest.raises(CommandError, match=rf"checkpoint.pdf: it carries another history; .* {made.position} of the"):
        call_command("check_history", without_files=True, copy=[copy])


def test_a_signers_own_copy_is_a_witness_too() -> None:
    document = making.sealed()
    pdf = store.get(document.sha256)
    assert list(witnesses.lies_of_copy(pdf, name="mine.pdf")) == []
    rewritten(Event.objects.get(hash=document.chain_head).position)
    [lie] = witnesses.lies_of_copy(pdf, name="mine.pdf")
    assert lie.why == "it carries another history"


@pytest.mark.parametrize("spoil", [lambda pdf: b"%PDF-1.7", lambda pdf: pdf.replace(b"chainhead ", b"chainheadx", 1)])
def test_a_copy_that_was_changed_is_no_witness(spoil: Any) -> None:
    pdf = spoil(store.get(making.sealed().sha256))
    [lie] = witnesses.lies_of_copy(pdf, name="mine.pdf")
    assert lie.why == "this is no sealed PDF of ours, or it was changed"


def test_facts_that_were_erased_with_a_record_of_it_are_no_lie() -> None:
    document = making.sealed()
    checkpoint()
    row = document.request
    Signer.objects.filter(subject__request=row, signatures=None).delete()
    with transaction.atomic():
        destroying.destroy(
            lifecycle.lock(row.pk), rule=Rule.CLAIMS, by="system", due_on=date(2037, 1, 1), now=making.NOW
        )
    assert not EventFacts.objects.exclude(event__kind="erased").exists()
    assert said().startswith("The history is true: ")
    assert Document.objects.count() == 1
