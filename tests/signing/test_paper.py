"""Consent on paper: printed, signed by hand, registered by the desk with its scan, under the same rules."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Role, User
from consent import facts, sheet, store
from consent.archive import operations as archive
from consent.models import Document, Invitation, PaperDraft, PaperForm, Refusal, ScanType, Signature, Signer, Way
from consent.signing import operations
from consent.signing.on_paper import blank
from consent.signing.on_paper import operations as paper
from consent.states import SignerStatus
from tests import factories
from tests.archive.making import squeezed
from tests.archive.making import text as read
from tests.signing import making
from tests.signing.test_scans import picture

pytestmark = pytest.mark.django_db
NOW = making.NOW
SIGNED = NOW - timedelta(hours=3)


@pytest.fixture(autouse=True)
def _own_archive(tmp_path: Path, settings: Settings) -> None:
    options = {"BACKEND": "consent.store.ArchiveFolder", "OPTIONS": {"location": tmp_path / "archive"}}
    settings.STORAGES = {**settings.STORAGES, "archive": options}


def collecting(**fields: Any) -> Any:
    return making.collecting(submitted_at=NOW - timedelta(days=2), **fields)


def desk() -> User:
    return User.objects.filter(role=Role.REVIEWER).first() or factories.user("rosa@desk.example", role=Role.REVIEWER)


def code(who: Signer, language: str = "nl") -> str:
    fresh = Signer.objects.select_related("subject__request").get(pk=who.pk)
    return paper.code_of(facts.sheet_for(fresh, language=language))


def filled(who: Signer, **changes: Any) -> paper.Filled:
    given = {
        "code": code(who),
        "signed_on": SIGNED.isoformat(),
        "seen_by": "Anna Smit, nurse",
        "identity": "vouched",
        "answers": making.answers(Signer.objects.select_related("subject__request").get(pk=who.pk)),
    }
    return paper.Filled(**(given | changes))


def prepare(who: Signer, **changes: Any) -> PaperDraft:
    return paper.prepare(
        signer_id=who.pk,
        filled=changes.pop("filled", filled(who)),
        scan=picture(),
        scan_type=ScanType.PNG,
        by=changes.pop("by", desk()),
        now=NOW,
    )


def register(who: Signer, **changes: Any) -> Signature:
    draft = prepare(who, **changes)
    return paper.register(signer_id=who.pk, seen=draft.at, by=desk(), now=NOW + timedelta(minutes=1))


def test_a_paper_form_is_a_signature_of_the_moment_that_the_paper_says() -> None:
    who = making.signer(collecting())
    signature = register(who)
    signature.refresh_from_db()
    who.refresh_from_db()
    assert who.status == SignerStatus.SIGNED
    assert (signature.way, signature.mark, signature.at) == ("paper", "paper", SIGNED)
    assert (signature.identity, signature.vouched_by) == ("vouched", "Anna Smit, nurse")
    assert signature.answers.filter(value="yes").exists()


def test_the_scan_is_archived_as_it_was_and_the_draft_is_gone() -> None:
    signature = register(making.signer(collecting()))
    form = PaperForm.objects.get()
    assert (form.signature, form.registered_by, form.seen_by) == (signature, desk(), "Anna Smit, nurse")
    assert form.scan_sha256 == sha256(picture()).hexdigest()
    assert store.get(form.scan_sha256, ending="png") == picture()
    assert not PaperDraft.objects.exists()


def test_the_sealed_form_says_that_it_was_on_paper_who_saw_it_and_names_the_scan(tmp_path: Any) -> None:
    signature = register(making.signer(collecting()))
    document = archive.seal_signature(signature_id=signature.pk, now=NOW)
    said = read(store.get(document.sha256), tmp_path)
    assert "AnnaSmit,nurse" in said
    assert squeezed("Rosa") in said
    assert PaperForm.objects.get().scan_sha256 in said
    assert Document.objects.count() == 1


def test_nothing_counts_before_the_second_look() -> None:
    who = making.signer(collecting())
    prepare(who)
    who.refresh_from_db()
    assert who.status == SignerStatus.WAITING
    assert not Signature.objects.exists()


def test_a_draft_that_changed_since_it_was_looked_at_is_not_registered() -> None:
    who = making.signer(collecting())
    prepare(who)
    with pytest.raises(paper.NothingPrepared):
        paper.register(signer_id=who.pk, seen=NOW - timedelta(seconds=1), by=desk(), now=NOW)


def test_a_draft_waits_a_day() -> None:
    who = making.signer(collecting())
    draft = prepare(who)
    with pytest.raises(paper.NothingPrepared):
        paper.register(signer_id=who.pk, seen=draft.at, by=desk(), now=NOW + timedelta(days=1))
    assert paper.forget_drafts(now=NOW + timedelta(days=1)) == 1


def test_only_the_desk_registers_and_never_for_its_own_request() -> None:
    own = desk()
    who = making.signer(collecting(requester=own))
    with pytest.raises(paper.NotForYou):
        prepare(who, by=own)
    other = making.signer(collecting(requester=factories.user("sam@student.example")))
    with pytest.raises(paper.NotForYou):
        prepare(other, by=other.subject.request.requester)


def test_a_paper_of_an_older_text_is_refused() -> None:
    who = making.signer(collecting())
    before = filled(who)
    row = who.subject.request
    row.purpose = "Something else."
    row.save()
    with pytest.raises(paper.OldPaper):
        prepare(who, filled=before)


def test_the_code_tells_in_which_language_it_was_signed() -> None:
    who = making.signer(collecting())
    signature = register(who, filled=filled(who, code=code(who, "en")))
    assert (signature.language, sheet.parse(signature.sheet).language) == ("en", "en")


@pytest.mark.parametrize("signed", [NOW + timedelta(hours=1), NOW - timedelta(days=3)])
def test_a_paper_is_not_signed_in_the_future_nor_before_the_request(signed: datetime) -> None:
    who = making.signer(collecting())
    with pytest.raises(paper.WrongDay):
        prepare(who, filled=filled(who, signed_on=signed.isoformat()))


def test_a_patients_paper_needs_the_confirmation_of_the_day_it_was_signed() -> None:
    who = making.patient(collecting())
    with pytest.raises(operations.NotConfirmed):
        register(who)
    given = {"confirmed_by": "Anna Smit, nurse", "confirmed_at": SIGNED.isoformat()}
    signature = register(who, filled=filled(who, **given))
    assert (signature.capacity_confirmed_by, signature.capacity_confirmed_at) == ("Anna Smit, nurse", SIGNED)


def test_a_childs_no_on_paper_is_a_no() -> None:
    mother, _father = making.parents(collecting())
    given = {"relation": "mother", "childs_say": "no", "childs_view": "I do not like it"}
    with pytest.raises(operations.ChildSaysNo):
        register(mother, filled=filled(mother, **given))


def test_who_answered_on_a_screen_is_not_registered_from_paper() -> None:
    row = collecting()
    making.second_person(row)
    who = making.signer(row)
    draft = prepare(who)
    making.sign(who)
    with pytest.raises(operations.AlreadyAnswered):
        paper.register(signer_id=who.pk, seen=draft.at, by=desk(), now=NOW)
    assert Signature.objects.count() == 1


def test_a_no_on_paper_keeps_nothing_else() -> None:
    who = making.signer(collecting())
    prepare(who)
    paper.register_no(signer_id=who.pk, by=desk(), now=NOW)
    assert Refusal.objects.get().way == "paper"
    assert not PaperDraft.objects.exists()
    assert not PaperForm.objects.exists()


def test_the_printed_form_has_every_question_a_box_for_each_answer_its_code_and_its_number(tmp_path: Any) -> None:
    who = making.patient(collecting())
    shown = facts.sheet_for(who, language="nl")
    said = read(blank.render(signer=who, sheet=shown, link="https://example.org/sign/link/x/"), tmp_path)
    for choice in shown.choices:
        assert squeezed(choice.text) in said
    assert paper.code_of(shown) in said
    assert f"{who.subject.request.number[:3]}-{who.subject.request.number[3:]}" in said
    for statement in shown.statements:
        assert squeezed(statement) in said


def test_there_is_a_box_for_each_answer_one_to_sign_and_one_to_say_no(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(*, template: str, context: dict[str, Any], language: str) -> bytes:
        return render_to_string(template, context | {"language": language}).encode()

    monkeypatch.setattr("consent.printing.paper.print_pdf", drawn)
    who = making.signer(collecting())
    shown = facts.sheet_for(who, language="nl")
    boxes = blank.render(signer=who, sheet=shown).count(b'class="box"')
    assert boxes == sum(len(choice.options) for choice in shown.choices) + 2


def test_a_printed_code_lasts_three_days_and_leaves_the_mailed_link_alone() -> None:
    who = making.signer(collecting())
    by = who.subject.request.requester
    operations.invite(signer_id=who.pk, way=Way.MAIL, by=by, now=NOW)
    operations.invite(signer_id=who.pk, way=Way.PAPER, by=by, now=NOW)
    operations.invite(signer_id=who.pk, way=Way.PAPER, by=by, now=NOW)
    standing = Invitation.objects.filter(revoked_at=None).order_by("pk")
    assert [one.way for one in standing] == [Way.MAIL, Way.PAPER]
    assert standing[1].expires_at == NOW + timedelta(hours=72)


class TestPages:
    """What the desk does in the browser."""

    @pytest.fixture
    def who(self, time_machine: Any) -> Signer:
        time_machine.move_to(NOW, tick=False)
        return making.signer(collecting())

    @pytest.fixture
    def browser(self, client: Client, who: Signer) -> Client:
        factories.log_in(client, desk())
        return client

    def post(self, browser: Client, who: Signer, **changes: Any) -> Any:
        fresh = Signer.objects.select_related("subject__request").get(pk=who.pk)
        given: dict[str, Any] = {
            "code": code(who).lower().replace("-", " "),
            "scan": SimpleUploadedFile("evil.exe", picture("JPEG"), content_type="text/html"),
            "signed_on": "2026-11-23",
            "signed_time": "08:30",
            "seen_by": "Anna Smit, nurse",
            "identity": "document_seen",
            **making.answers(fresh),
        }
        return browser.post(f"/desk/signers/{who.pk}/paper/", given | changes)

    def test_typed_looked_at_and_registered(self, browser: Client, who: Signer) -> None:
        assert self.post(browser, who).status_code == 302
        page = browser.get(f"/desk/signers/{who.pk}/paper/check/")
        assert b"Anna Smit, nurse" in page.content
        seen = page.context["seen"]
        assert browser.post(f"/desk/signers/{who.pk}/paper/check/", {"seen": seen}).status_code == 302
        signature = Signature.objects.get()
        assert signature.at == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
        scan = browser.get(f"/desk/signers/{who.pk}/paper/scan/")
        assert scan.content == picture("JPEG")
        assert scan["Content-Disposition"].startswith("attachment")
        assert "sandbox" in scan["Content-Security-Policy"]

    def test_a_file_that_is_no_scan_is_refused_plainly(self, browser: Client, who: Signer) -> None:
        page = self.post(browser, who, scan=SimpleUploadedFile("scan.pdf", b"MZ\x90" + b"x" * 500))
        assert page.status_code == 422
        assert "scan" in page.context["form"].errors
        assert not PaperDraft.objects.exists()

    def test_a_wrong_code_says_so(self, browser: Client, who: Signer) -> None:
        page = self.post(browser, who, code="0000-0000")
        assert page.status_code == 422
        assert "code" in page.context["form"].errors

    def test_nothing_is_ticked_beforehand_and_a_missing_cross_is_an_error(self, browser: Client, who: Signer) -> None:
        assert b" checked" not in browser.get(f"/desk/signers/{who.pk}/paper/").content
        page = self.post(browser, who, **{"medium.photo": ""})
        assert page.status_code == 422

    def test_the_requester_prints_and_the_code_on_it_opens_the_form(self, client: Client, who: Signer) -> None:
        client.force_login(who.subject.request.requester)
        page = client.post(f"/signers/{who.pk}/paper/")
        assert page["Content-Type"] == "application/pdf"
        assert page.content.startswith(b"%PDF")
        assert Invitation.objects.get().way == Way.PAPER
