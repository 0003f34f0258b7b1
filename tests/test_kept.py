"""Every digest of a file of the archive is counted as known: a new one that is forgotten would be swept away."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from consent import kept, store
from consent.models import DestroyedFile, Destruction, PaperForm
from tests import factories
from tests.archive import making
from tests.archive.making import NOW

OF_NO_FILE_TO_KEEP = {
    "Checkpoint.hash", "Checkpoint.proof_hash",  # where both chains stood
    "ChainHead.hash", "Event.facts_digest", "Event.hash", "Event.previous_hash",  # the history
    "Proof.digest", "Proof.hash", "ProofHead.hash", "DestroyedRow.after", "DestroyedRow.digest",  # the proof
    "Document.chain_head",
    "DestroyedFile.sha256",  # of files that must not be there
    "Preview.sha256",  # of a file in a store of its own, which nobody sweeps
    "Signature.asked_sha256", "Signature.sheet_sha256",  # of text that stands in the row
    "Preview.file",  # that store's own name
    "Code.code_hash", "Enrolled.key_hash", "Enrolment.code_hash", "Invitation.message_id",  # secrets, mails
    "ComingOfAge.asked_sha256", "Refusal.asked_sha256", "Step.asked_sha256",  # of what was asked
}  # fmt: skip
"""Columns as long as a SHA-256 which name no file of the archive; tokens' hashes are told by their name."""
STORES = {
    "consent/archive/checkpoints.py", "consent/archive/operations.py", "consent/archive/renewing.py",
    "consent/publication/operations.py", "consent/signing/on_paper/operations.py",
}  # fmt: skip
"""Where files are stored: each of these writes a row with the digest in the same transaction."""


def digests() -> set[str]:
    return {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(("consent.", "accounts."))
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField) or (isinstance(field, models.CharField) and field.max_length == 64)
    }


def test_every_column_that_could_name_a_file_is_counted_or_is_known_to_name_none() -> None:
    counted = {f"{source.model.__name__}.{source.digest}" for source in kept.SOURCES}
    others = {name for name in digests() - counted if "token" not in name and "secret" not in name}
    assert others == OF_NO_FILE_TO_KEEP
    assert counted <= digests()


def test_files_are_stored_nowhere_else() -> None:
    root = Path(settings.BASE_DIR)
    found = {
        str(path.relative_to(root))
        for folder in ("consent", "accounts")
        for path in (root / folder).rglob("*.py")
        if re.search(r"\bstore\.put\(", path.read_text())
    }
    assert found == STORES


@pytest.mark.django_db
def test_a_scan_that_came_back_after_it_was_destroyed_is_known_again() -> None:
    signature = making.signature()
    name = f"ab/ab/{'ab' * 32}.png"
    gone = Destruction.objects.create(
        request=signature.signer.subject.request, rule="claims", by="system", at=NOW, due_on=NOW.date(), counts={}
    )
    DestroyedFile.objects.create(destruction=gone, sha256="ab" * 32, ending="png")
    scan = {"scan_sha256": "ab" * 32, "scan_type": "png", "scan_size": 1, "seen_by": "Anna", "signed_on": NOW}
    made = PaperForm(signature=signature, registered_by=factories.user("r@desk.example"), registered_at=NOW, **scan)
    made.save()
    assert kept.known([name]) == set()
    other = making.signature("Bas", making.request(requester=making.rosa()))
    later = {**scan, "registered_by": making.rosa(), "registered_at": NOW + timedelta(seconds=1)}
    PaperForm.objects.create(signature=other, **later)
    assert kept.known([name]) == {name} == {store.name_of("ab" * 32, ending="png")}
