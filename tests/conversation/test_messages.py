"""Messages between desk and requester: kept with the request, proven, erasable."""

import pgtrigger
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from consent import audit, comments
from consent.conversation import tasks
from consent.models import Assignment, EventFacts, Request
from consent.states import State
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER)


@pytest.fixture
def row() -> Request:
    return factories.request(factories.user(name="Sam Visser"), status=State.REVIEW)


def write(row: Request, by: User, text: str = "Which account?") -> int:
    return comments.write(request_id=row.pk, by=by, text=text, now=timezone.now()).pk


def test_both_sides_read_both_sides_in_order(client: Client, row: Request, rosa: User) -> None:
    write(row, rosa)
    write(row, row.requester, "The one of my internship.")
    said = [(one.name, one.from_desk, one.text) for one in comments.of(row)]
    assert said == [("Rosa", True, "Which account?"), ("Sam Visser", False, "The one of my internship.")]
    for who in (rosa, row.requester):
        factories.log_in(client, who)
        shown = client.get(f"/requests/{row.number}/messages/panel/").content.decode()
        assert ("Which account?" in shown, "The one of my internship." in shown) == (True, True)


def test_a_message_is_sent_from_the_screen(client: Client, row: Request, rosa: User) -> None:
    factories.log_in(client, rosa)
    answer = client.post(f"/requests/{row.number}/messages/", {"text": "  Which account?  "})
    assert answer.headers["Location"] == f"/desk/requests/{row.number}/#conversation"
    assert [one.text for one in comments.of(row)] == ["Which account?"]


def test_an_empty_message_is_told_beside_its_field(client: Client, row: Request) -> None:
    factories.log_in(client, row.requester)
    answer = client.post(f"/requests/{row.number}/messages/", {"text": " "})
    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode()


def test_nobody_else_reads_or_writes(client: Client, row: Request) -> None:
    eve = factories.user("eve@student.example")
    factories.log_in(client, eve)
    assert client.get(f"/requests/{row.number}/messages/").status_code == 404
    with pytest.raises(comments.CannotWrite):
        write(row, eve)


def test_an_erased_text_leaves_its_line_and_a_history_that_does_not_lie(row: Request, rosa: User) -> None:
    written = write(row, rosa, "Mrs Yilmaz asked me.")
    EventFacts.objects.filter(event=written).delete()
    assert [one.text for one in comments.of(row)] == [None]
    assert audit.verify_chain() is None


def test_a_text_that_was_changed_is_found(row: Request, rosa: User) -> None:
    written = write(row, rosa)
    with pgtrigger.ignore("consent.EventFacts:event_facts_unchanged"):
        EventFacts.objects.filter(event=written).update(data={"text": "Something else."})
    assert audit.verify_chain() is not None


def test_twenty_an_hour_is_enough(row: Request, rosa: User) -> None:
    for _ in range(comments.MOST_IN_AN_HOUR):
        write(row, rosa)
    with pytest.raises(comments.CannotWrite):
        write(row, rosa)


def test_one_too_many_stays_in_its_field(client: Client, row: Request, rosa: User) -> None:
    for _ in range(comments.MOST_IN_AN_HOUR):
        write(row, rosa)
    factories.log_in(client, rosa)
    answer = client.post(f"/requests/{row.number}/messages/", {"text": "The twenty-first message."})
    assert answer.status_code == 422
    assert answer.content.decode().count("The twenty-first message.") == 1
    assert "is-invalid" in answer.content.decode()


def test_a_draft_has_nobody_to_talk_with(rosa: User) -> None:
    draft = factories.request(factories.user("kim@student.example"))
    with pytest.raises(comments.CannotWrite):
        write(draft, draft.requester)


def test_the_other_side_gets_a_mail_without_the_text(row: Request, rosa: User) -> None:
    tasks.tell(write(row, rosa))
    tasks.tell(write(row, row.requester))
    Assignment.objects.create(request=row, to=rosa, at=timezone.now())
    tasks.tell(write(row, row.requester))
    assert [one.to for one in mail.outbox] == [["sam@student.example"], ["desk@example.org"], ["rosa@desk.example"]]
    assert "Which account?" not in "".join(str(one.body) for one in mail.outbox)
