"""Mails to the requester: in their language, with the link, without the name of any subject."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import Role
from consent import lifecycle
from consent.models import Event, Request, Review
from consent.requesting import operations, tasks
from consent.states import EventKind, State
from tests import factories
from tests.factories import NOW
from tests.requesting import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return factories.user(name="Sam", language="en")


def event(row: Request, kind: EventKind) -> int:
    return Event.objects.filter(request=row, kind=kind).latest("position").pk


def record(row: Request, kind: EventKind) -> int:
    return lifecycle.record(row, kind=kind, by="system", at=NOW + timedelta(hours=1)).pk


def sent() -> mail.EmailMessage:
    (message,) = mail.outbox
    return message


def test_submitting_without_intake_is_confirmed(sam):
    row = cast.collecting(sam, "Lee")
    tasks.confirm_submission(event(row, EventKind.SUBMITTED))
    assert sent().to == ["sam@student.example"]
    assert sent().subject == f"We have your request {row.spoken_number}"
    assert "You can ask people to sign at once" in sent().body
    assert f"/requests/{row.number}/" in sent().body


def test_submitting_with_intake_names_the_day_of_the_answer(sam):
    row = cast.draft(sam, clinical_area=True, ward_contact="C4")
    operations.add_subject(request_id=row.pk, by=sam, person=operations.Person(name="Lee", kind="student"))
    operations.submit(request_id=row.pk, by=sam, now=NOW)
    tasks.confirm_submission(event(row, EventKind.SUBMITTED))
    assert "21 December 2026" in sent().body


def test_a_dutch_student_reads_dutch():
    noor = factories.user("noor@student.example", name="Noor", language="nl")
    row = cast.collecting(noor, "Lee")
    tasks.confirm_submission(event(row, EventKind.SUBMITTED))
    assert sent().subject == f"We hebben je aanvraag {row.spoken_number}"


def test_a_title_with_an_ampersand_is_not_escaped_in_the_text(sam):
    row = cast.draft(sam, title="Night & day")
    tasks.tell_cleared(record(row, EventKind.CLEARED_TO_ASK))
    assert "“Night & day”" in sent().body


def test_everybody_answered_names_nobody(sam):
    row = cast.collecting(sam, "Leonora")
    cast.refuse(row.subjects.get().signers.get())
    tasks.tell_all_answered(event(row, EventKind.ALL_ANSWERED))
    assert "Everybody has answered" in sent().body
    assert "Leonora" not in sent().body


@pytest.mark.parametrize(
    ("outcome", "kind", "words"),
    [
        ("approved", EventKind.APPROVED, "is approved"),
        ("sent_back", EventKind.SENT_BACK, "sent “A day on the ward” back to you"),
        ("rejected", EventKind.REJECTED, "did not approve"),
    ],
)
def test_a_decision_comes_with_its_note(sam, outcome, kind, words):
    row = cast.collecting(sam, "Lee")
    desk = factories.user("rosa@desk.example", role=Role.REVIEWER)
    Review.objects.create(request=row, stage="review", outcome=outcome, by=desk, at=NOW, note="Mind the screens.")
    tasks.tell_decision(record(row, kind))
    assert words in sent().body
    assert "Mind the screens." in sent().body


def test_a_changed_permission_is_told_after_approval_only(sam):
    row = cast.collecting(sam, "Lee")
    withdrawn = record(row, EventKind.WITHDRAWN)
    tasks.tell_permission_changed(withdrawn)
    assert mail.outbox == []
    cast.sign(row.subjects.get().signers.get())
    Request.objects.filter(pk=row.pk).update(status=State.APPROVED)
    tasks.tell_permission_changed(withdrawn)
    assert "has changed" in sent().body
    assert "Lee" not in sent().body
