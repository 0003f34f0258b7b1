"""A person asks for their data, a correction, or erasure; the clock runs, and the history tells what came of it."""

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consent import facts, permissions
from consent.archive import operations as archive
from consent.destroying import Held
from consent.models import Access, HowKnown, LegalHold, PersonRequest, Request, Right, RightStatus, Signature, Subject
from consent.retention import operations as retention
from consent.rights import exporting, operations, queries, tasks
from consent.states import EventKind, SignerStatus, SubjectStatus
from consent.withdrawal.tasks import confirm_withdrawal
from tests import factories
from tests.answered import granted
from tests.archive.making import text
from tests.retention import making
from tests.retention.making import NAME, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa() -> User:
    return making.rosa()


@pytest.fixture
def desk(rosa: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    factories.log_in(client, rosa)
    return client


@pytest.fixture
def willem() -> Subject:
    """Somebody who signed, with a sealed form, in an approved request with another person in it."""
    row = making.approved(title="A day on the ward")
    granted(row, "Piet Bos", mail="piet@home.example")
    return making.person(row).subject


TODAY = NOW.date()


def asks(right: Right, by: User, *subjects: Subject, received_on: date = TODAY) -> PersonRequest:
    row = operations.receive(
        right=right, name=NAME, mail="", wish="", how_known=HowKnown.SEEN, received_on=received_on, by=by, now=NOW
    )
    operations.choose(pk=row.pk, subjects=[one.pk for one in subjects], by=by, now=NOW)
    return row


def test_the_desk_writes_it_down_finds_who_is_meant_and_has_a_month(desk: Client, willem: Subject) -> None:
    given = {"right": "export", "name": "zwaluw", "received_on": "2026-10-31", "how_known": "seen"}
    page = desk.post(reverse("rights:receive"), given, follow=True)
    row = PersonRequest.objects.get()
    assert row.due_on == date(2026, 11, 30)
    assert f"{NAME}: {willem.request.spoken_number}" in page.text
    assert "Piet" not in page.text


@pytest.mark.parametrize("left_out", ["right", "name", "received_on", "how_known"])
def test_each_field_that_is_missing_is_named(desk: Client, left_out: str) -> None:
    given = {"right": "export", "name": "Jan", "received_on": "2026-10-31", "how_known": "seen"}
    page = desk.post(reverse("rights:receive"), given | {left_out: ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [left_out])
    assert not PersonRequest.objects.exists()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 5), 1, date(2028, 1, 5)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 1), 1, date(2026, 4, 1)),
    ],
)
def test_a_month_is_a_month_of_the_calendar(day: date, months: int, later: date) -> None:
    assert operations.months_later(day, months) == later


def test_more_time_is_two_months_once_and_with_a_reason(rosa: User) -> None:
    row = asks(Right.EXPORT, rosa, received_on=date(2026, 11, 20))
    with pytest.raises(operations.NoReason):
        operations.extend(pk=row.pk, reason="  ")
    assert operations.extend(pk=row.pk, reason="Twelve requests.").due_on == date(2027, 2, 20)
    with pytest.raises(operations.ExtendedBefore):
        operations.extend(pk=row.pk, reason="Still busy.")


def test_the_history_of_each_request_tells_that_it_was_asked_and_answered(rosa: User, willem: Subject) -> None:
    row = asks(Right.EXPORT, rosa, willem)
    operations.answer(pk=row.pk, done=True, words="Sent.", by=rosa, now=NOW)
    kinds = list(willem.request.events.order_by("position").values_list("kind", flat=True))
    assert kinds[-2:] == [EventKind.RIGHT_ASKED, EventKind.RIGHT_ANSWERED]
    assert Signature.objects.get(signer__subject=willem).sheet != ""


def test_a_refusal_wants_a_reason_that_the_person_can_be_told(desk: Client, rosa: User, willem: Subject) -> None:
    row = asks(Right.ERASURE, rosa, willem)
    page = desk.post(reverse("rights:answer", args=[row.pk]), {"done": "no", "words": ""})
    assert (page.status_code, "Say why not" in page.text) == (422, True)
    desk.post(reverse("rights:answer", args=[row.pk]), {"done": "no", "words": "The proof must be kept."})
    row.refresh_from_db()
    assert (row.status, row.answer) == (RightStatus.REFUSED, "The proof must be kept.")


def test_erasure_erases_that_person_and_nobody_else(rosa: User, willem: Subject) -> None:
    making.person(willem.request, "Anna Smit")
    seal_all()
    row = asks(Right.ERASURE, rosa, willem)
    operations.answer(pk=row.pk, done=True, words="", by=rosa, now=NOW)
    for made in willem.destructions.all():
        retention.erase_files(destruction_id=made.pk)
    operations.forget(pk=row.pk, now=NOW)
    left = making.everything()
    assert "Zwaluwstaart" not in left
    assert "Anna Smit" in left
    assert "none missing" in making.checked()


def test_whoever_is_erased_consents_no_more_and_the_requester_is_told_as_after_a_withdrawal(
    rosa: User, willem: Subject
) -> None:
    seal_all()
    operations.answer(pk=asks(Right.ERASURE, rosa, willem).pk, done=True, words="", by=rosa, now=NOW)
    willem.refresh_from_db()
    assert (willem.status, willem.signers.get().status) == (SubjectStatus.WITHDRAWN, SignerStatus.WITHDRAWN)
    request = Request.objects.get(pk=willem.request_id)
    assert not any(cell.allowed for cell in permissions.matrix(facts.asked_for(request), now=NOW))
    withdrawn = request.events.get(kind=EventKind.WITHDRAWN)
    confirm_withdrawal(event_id=withdrawn.pk)
    assert mail.outbox == []


def seal_all() -> None:
    for one in Signature.objects.filter(document=None):
        archive.seal_signature(signature_id=one.pk, now=NOW)


def test_a_legal_hold_refuses_erasure_and_nothing_is_half_done(desk: Client, rosa: User, willem: Subject) -> None:
    LegalHold.objects.create(request=willem.request, by=rosa, at=NOW, reason="A claim.")
    row = asks(Right.ERASURE, rosa, willem)
    with pytest.raises(Held):
        operations.answer(pk=row.pk, done=True, words="", by=rosa, now=NOW)
    page = desk.post(reverse("rights:answer", args=[row.pk]), {"done": "yes", "words": ""})
    assert "A legal hold stands on one of these requests" in page.text
    row.refresh_from_db()
    assert (row.status, willem.destructions.count()) == (RightStatus.OPEN, 0)


def test_a_correction_leaves_a_trace_and_the_signed_form_as_it_was(desk: Client, rosa: User, willem: Subject) -> None:
    row, signer = asks(Right.CORRECTION, rosa, willem), willem.signers.get()
    before = Signature.objects.get(signer=signer).sheet
    given = {"signer": signer.pk, "name": "Willem Zwaluw", "mail": "w@home.example"}
    desk.post(reverse("rights:correct", args=[row.pk]), given)
    signer.refresh_from_db()
    willem.refresh_from_db()
    assert (signer.name, signer.mail, willem.name) == ("Willem Zwaluw", "w@home.example", "Willem Zwaluw")
    told = willem.request.events.get(kind=EventKind.CORRECTED).facts.data
    assert told["before"] == {"name": NAME, "mail": "willem@home.example"}
    assert Signature.objects.get(signer=signer).sheet == before


def test_nobody_who_was_not_chosen_is_corrected(rosa: User, willem: Subject) -> None:
    other = Subject.objects.exclude(pk=willem.pk).get().signers.get()
    row = asks(Right.CORRECTION, rosa, willem)
    with pytest.raises(type(other).DoesNotExist):
        operations.correct(pk=row.pk, signer_id=other.pk, name="X", mail="", by=rosa, now=NOW)


def test_the_export_holds_all_about_them_nothing_of_others_and_no_secret(rosa: User, willem: Subject) -> None:
    row = asks(Right.EXPORT, rosa, willem)
    told = json.loads(exporting.as_json(row, now=NOW))
    (part,) = told["requests"]
    assert part["signers"][0]["mail"] == "willem@home.example"
    assert len(part["answers"]) == 8
    assert [line["kind"] for line in part["history"]][-1] == "right_asked"
    text = json.dumps(told)
    assert ("Piet" in text, "token_hash" in text) == (False, False)


@pytest.mark.parametrize(("language", "heading"), [("en", "What we keep about you"), ("nl", "Wat wij over u bewaren")])
def test_the_export_is_a_tagged_pdf_in_the_readers_language(
    rosa: User, willem: Subject, language: str, heading: str, tmp_path: Path
) -> None:
    pdf = exporting.as_pdf(asks(Right.EXPORT, rosa, willem), now=NOW, language=language)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert (bool(opened.Root.MarkInfo.Marked), str(opened.Root.Lang)) == (True, language)
    said = text(pdf, tmp_path)
    assert heading.replace(" ", "") in said
    assert (NAME.replace(" ", "") in said, "Piet" in said) == (True, False)


def test_each_download_stands_in_the_access_log_under_the_request(desk: Client, rosa: User, willem: Subject) -> None:
    row = asks(Right.EXPORT, rosa, willem)
    assert desk.get(reverse("rights:export_json", args=[row.pk])).status_code == 200
    assert Access.objects.get(action="downloaded").request == willem.request


def test_who_wrote_it_down_is_reminded_a_week_before_and_from_the_last_day_on(rosa: User) -> None:
    asks(Right.EXPORT, rosa, received_on=date(2026, 11, 20))  # due 20 December
    told: list[int] = []
    for day in range(1, 32):
        tasks.every_morning(timestamp=int(datetime(2026, 12, day, 5, 31, tzinfo=UTC).timestamp()))
        told += [day] * (len(mail.outbox) > len(told))
    assert told == [13, *range(20, 32)]
    assert NAME not in mail.outbox[0].body


def test_who_asked_is_forgotten_years_after_the_answer(rosa: User, willem: Subject) -> None:
    row = asks(Right.EXPORT, rosa, willem)
    operations.answer(pk=row.pk, done=True, words="Sent.", by=rosa, now=NOW)
    later = NOW + timedelta(days=5 * 366)
    tasks.every_morning(timestamp=int(later.timestamp()))
    row.refresh_from_db()
    assert (row.name, row.answer, row.status) == (f"#{row.pk}", "-", RightStatus.DONE)


def test_whoever_is_erased_is_offered_no_more(rosa: User, willem: Subject) -> None:
    assert list(queries.candidates("Zwaluw", "")) == [willem]
    Subject.objects.filter(pk=willem.pk).update(name=f"#{willem.pk}")
    willem.signers.update(name=f"#{willem.pk}")
    assert list(queries.candidates("Zwaluw", "")) == []
