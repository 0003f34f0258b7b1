"""What is destroyed is gone from every table and both archives, and the history stays true."""

from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from config import postgres
from consent import destroyed, destroying, lifecycle, personal_data, store
from consent.management import roles
from consent.models import (
    DestroyedRow,
    Destruction,
    Document,
    EventFacts,
    LegalHold,
    PaperForm,
    Request,
    Rule,
    Signature,
    Signer,
)
from consent.retention import operations
from consent.states import EventKind
from consent.templatetags.destroyed import WORDS
from tests import factories
from tests.answered import granted, record
from tests.retention import making
from tests.retention.making import NAME, NOW

pytestmark = pytest.mark.django_db
DAY = date(2037, 1, 1)


def destroy(row: Request, *, rule: Rule = Rule.CLAIMS, now: datetime = NOW) -> Destruction:
    with transaction.atomic():
        made = destroying.destroy(lifecycle.lock(row.pk), rule=rule, by="system", due_on=DAY, now=now)
    operations.erase_files(destruction_id=made.pk)
    return made


def test_nothing_of_a_person_is_left_in_any_table_or_archive(archive: Path) -> None:
    row = making.approved()
    making.person(row)
    record(row, EventKind.COMMENTED, text=f"{NAME} would like to see it first.")
    assert NAME in making.everything()
    destroy(row)
    left = making.everything()
    for word in ("Willem", "Zwaluwstaart", "willem@home.example", "Ask Willem"):
        assert word not in left
    assert [file for file in archive.rglob("*") if file.is_file()] == []


def test_the_desk_has_a_word_for_each_kind_of_row_that_is_destroyed() -> None:
    row = making.approved()
    subject = making.person(row).subject
    rules = [(Rule.TERM, None), (Rule.CLAIMS, None), (Rule.PERSON, subject)]
    known = {one.table for rule, whom in rules for one in personal_data.plain(row, whom, rule)}
    emptied = {"signature", "identityproof", "paperform", "freeze", "representativeroute", "review", "publication"}
    assert known | {f"consent_{one}" for one in emptied} | {"consent_eventfacts", "files"} == set(WORDS)


def test_the_history_stays_true_and_says_what_was_destroyed() -> None:
    row = making.approved()
    making.person(row)
    destroy(row)
    assert making.checked().splitlines()[1] == "1 destructions: 2 rows emptied, 2 files destroyed, none missing."


def test_the_archive_counts_destroyed_files_as_destroyed_and_not_as_missing() -> None:
    row = making.approved()
    making.person(row)
    destroy(row)
    said = StringIO()
    call_command("check_archive", stdout=said)
    assert "all as they were sealed" in said.getvalue()


def test_a_file_that_was_to_be_destroyed_and_is_still_there_is_named() -> None:
    row = making.approved()
    making.person(row)
    with transaction.atomic():
        destroying.destroy(lifecycle.lock(row.pk), rule=Rule.CLAIMS, by="system", due_on=DAY, now=NOW)
    with pytest.raises(CommandError, match="wrong"):
        call_command("check_archive", stdout=StringIO())


def test_the_record_says_what_when_why_and_by_whom_but_never_the_data() -> None:
    row = making.approved()
    making.person(row)
    digest = Document.objects.get().sha256
    made = destroy(row)
    assert (made.rule, made.by, made.due_on, made.at) == ("claims", "system", DAY, NOW)
    assert made.counts["consent_signature"] == made.counts["consent_signer"] == 1
    assert (made.counts["files"], made.files.filter(sha256=digest).count()) == (2, 1)
    assert {emptied.kind for emptied in made.rows.all()} == {"consent_signature", "consent_review"}
    assert row.events.latest("position").facts.data == {"destruction": made.pk, "rule": "claims"}


def test_that_somebody_signed_stays_with_the_digest_of_what_they_saw() -> None:
    row = making.approved()
    making.person(row)
    before = Signature.objects.get()
    destroy(row)
    after = Signature.objects.get()
    assert (after.at, after.sheet_sha256, after.signer_id) == (before.at, before.sheet_sha256, before.signer_id)
    assert (after.sheet, after.typed_name, after.vouched_by) == ("", "-", "")


def test_after_the_term_the_proof_stays_and_the_mail_addresses_go() -> None:
    row = making.approved()
    who = making.person(row)
    destroy(row, rule=Rule.TERM)
    who.refresh_from_db()
    assert (who.name, who.mail) == (NAME, "")
    assert store.get(Document.objects.get().sha256)
    making.checked()


def test_of_one_person_only_theirs_goes_and_the_dossier_that_shows_them() -> None:
    row = making.approved()
    jan, piet = making.person(row), making.person(row, "Piet Bos")
    with transaction.atomic():
        made = destroying.destroy(
            lifecycle.lock(row.pk), rule=Rule.PERSON, by="user:1", due_on=DAY, now=NOW, subject=jan.subject
        )
    assert Signature.objects.get(signer=jan).sheet == ""
    assert Signature.objects.get(signer=piet).sheet != ""
    assert made.files.filter(sha256=Document.objects.get(signature__signer=piet).sha256).count() == 0
    jan.refresh_from_db()
    piet.refresh_from_db()
    assert (jan.name, piet.name) == (f"#{jan.pk}", "Piet Bos")
    making.checked()


def test_a_legal_hold_stops_it_in_the_product_and_in_the_database() -> None:
    row = making.approved()
    who = making.person(row)
    made = Destruction.objects.create(request=row, rule="claims", by="system", at=NOW, due_on=DAY, counts={})
    LegalHold.objects.create(request=row, by=making.rosa(), at=NOW, reason="A claim.")
    with pytest.raises(destroying.Held):
        destroy(row)
    with pytest.raises(ProgrammingError, match="A legal hold stops"), transaction.atomic():
        call(made.pk, "consent_signature", Signature.objects.get(signer=who).pk)


def test_the_database_destroys_nothing_without_a_record() -> None:
    who = making.person(making.approved())
    with pytest.raises(ProgrammingError, match="No record of destruction"), transaction.atomic():
        call(999, "consent_signature", Signature.objects.get(signer=who).pk)


def test_a_record_of_one_request_destroys_nothing_of_another() -> None:
    who = making.person(making.approved())
    other = factories.request(making.rosa())
    made = Destruction.objects.create(request=other, rule="claims", by="system", at=NOW, due_on=DAY, counts={})
    with pytest.raises(ProgrammingError, match="is not in destruction"), transaction.atomic():
        call(made.pk, "consent_signature", Signature.objects.get(signer=who).pk)


def test_a_row_that_was_forged_is_not_cleaned_away() -> None:
    row = making.approved()
    making.person(row)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE consent_signature SET typed_name = 'Somebody else'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(ProgrammingError, match="was changed"):
        destroy(row)


def test_what_was_destroyed_and_then_changed_is_a_lie() -> None:
    row = making.approved()
    making.person(row)
    destroy(row)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE consent_signature SET typed_name = 'Somebody else'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(CommandError, match="consent_signature is not true: the row was changed"):
        making.checked()


def test_facts_that_went_without_a_record_are_a_lie() -> None:
    row = making.approved()
    EventFacts.objects.filter(event__request=row).delete()
    assert list(destroyed.lies()) == ["Line 1 of the history: its facts are gone, and no destruction was written down."]


def test_the_applications_role_can_destroy_by_the_functions_alone() -> None:
    row = making.approved()
    making.person(row)
    roles.grant(postgres.APPLICATION)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET LOCAL ROLE {postgres.APPLICATION}")
        destroy(row)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("RESET ROLE")
    assert DestroyedRow.objects.count() == 2
    making.checked()


def test_nobody_is_forgotten_before_their_form_is_sealed() -> None:
    row = making.approved()
    granted(row, NAME, at=NOW + timedelta(days=1))
    with pytest.raises(destroying.NotSealedYet):
        destroy(row)


def call(destruction: int, table: str, key: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT consent_destroy_row(%s, %s, %s)", [destruction, table, key])


def test_a_scan_that_came_back_before_the_late_job_stays() -> None:
    """The archive did not answer for a day; meanwhile the same scan was brought for another request."""
    row = making.approved()
    who = making.person(row)
    signed = scanned(who, at=NOW)
    with transaction.atomic():
        made = destroying.destroy(lifecycle.lock(row.pk), rule=Rule.CLAIMS, by="system", due_on=DAY, now=NOW)
    other = scanned(making.person(making.approved(requester=making.rosa()), "Piet Bos"), at=NOW + timedelta(days=1))
    assert signed == other
    assert operations.erase_files(destruction_id=made.pk) == made.files.count() - 1
    assert store.get(other, ending="png") == b"a scan"
    destroy(Signature.objects.latest("pk").signer.subject.request, now=NOW + timedelta(days=2))
    with pytest.raises(store.Missing):
        store.get(other, ending="png")


def scanned(who: Signer, *, at: datetime) -> str:
    """The digest of the scan of somebody's paper form, always the same picture."""
    digest = store.put(b"a scan", ending="png")
    PaperForm.objects.create(
        signature=Signature.objects.get(signer=who), registered_by=making.rosa(), registered_at=at, scan_sha256=digest,
        scan_type="png", scan_size=6, seen_by="Anna", signed_on=at,
    )  # fmt: skip
    return digest
