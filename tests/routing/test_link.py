"""An office's own page: whoever holds the link answers one question, and learns nobody's name."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from consent import lifecycle, steps
from consent.models import Access, Request, Step, StepLink, StepStatus
from consent.routing import operations, tasks
from consent.states import EventKind, State
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Request:
    row = factories.request(status=State.COLLECTING, clinical_area=True)
    factories.signer(row, "Jan de Wit", kind="patient")
    steps.open_needed(lifecycle.lock(row.pk), by="system", at=timezone.now())
    return row


@pytest.fixture
def step(row: Request) -> Step:
    return row.steps.get()


def link(step: Step) -> str:
    made = operations.ask(step_id=step.pk, mail="ward@hospital.example", by="system", now=timezone.now())
    return f"/agree/{operations.new_token(made)}/"


def say(client: Client, page: str, step: Step, value: str = "yes", **more: str) -> int:
    data = {"value": value, "name": "Joke Prins", "note": "", "seen": step.asked_sha256} | more
    return client.post(page, data).status_code


def test_the_page_shows_what_is_asked_and_nobodys_name(client: Client, step: Step) -> None:
    shown = client.get(link(step) + "?language=en").content.decode()
    assert "May this be recorded on your ward?" in shown
    assert "1 person" in shown
    assert "Jan de Wit" not in shown


def test_a_yes_is_stored_in_the_offices_name_and_shown_afterwards(client: Client, row: Request, step: Step) -> None:
    page = link(step)
    assert say(client, page, step) == 302
    step.refresh_from_db()
    event = row.events.get(kind=EventKind.STEP_ANSWERED)
    assert (step.status, event.actor, event.facts.data["name"]) == (StepStatus.AGREED, "office:ward", "Joke Prins")
    assert "You agreed. It is stored." in client.get(page + "?language=en").content.decode()


def test_looking_changes_nothing_and_is_logged_as_the_offices(client: Client, row: Request, step: Step) -> None:
    client.get(link(step))
    step.refresh_from_db()
    assert step.status == StepStatus.WAITING
    assert Access.objects.get().actor == "office:ward"


def test_a_no_without_a_reason_is_asked_for_one_beside_the_field(client: Client, step: Step) -> None:
    page = link(step) + "?language=en"
    answer = client.post(page, {"value": "no", "name": "Joke", "note": "", "seen": step.asked_sha256})
    assert answer.status_code == 422
    assert "error_note" in answer.content.decode()


def test_the_second_answer_is_told_that_there_is_a_first(client: Client, step: Step) -> None:
    page = link(step)
    say(client, page, step)
    assert say(client, page, step, "no", note="Changed my mind.") == 409
    step.refresh_from_db()
    assert step.status == StepStatus.AGREED


def test_an_older_link_stops_when_a_newer_one_is_sent(client: Client, step: Step) -> None:
    older = link(step)
    newer = link(step)
    assert (client.get(older).status_code, client.get(newer).status_code) == (404, 200)


def test_a_link_ends(client: Client, step: Step) -> None:
    page = link(step)
    StepLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(page).status_code == 404


def test_only_a_hash_of_the_link_is_stored(step: Step) -> None:
    token = link(step).split("/")[2]
    assert token not in str(list(StepLink.objects.values()))


def test_one_link_answers_one_step_only(client: Client, step: Step) -> None:
    other = factories.request(factories.user("eve@student.example"), status=State.REVIEW, clinical_area=True)
    steps.open_needed(lifecycle.lock(other.pk), by="system", at=timezone.now())
    say(client, link(step), step)
    assert other.steps.get().status == StepStatus.WAITING


def test_after_a_change_the_link_says_that_nobody_asks_any_more(client: Client, row: Request, step: Step) -> None:
    page = link(step)
    Request.objects.filter(pk=row.pk).update(purpose="Something else.")
    assert say(client, page, step) == 409
    assert row.events.filter(kind=EventKind.STEP_ANSWERED).count() == 0


def test_the_press_office_is_mailed_by_itself_and_a_ward_waits_for_the_desk(row: Request) -> None:
    row.media.create(medium="television")
    steps.open_needed(lifecycle.lock(row.pk), by="system", at=timezone.now())
    for event in row.events.filter(kind=EventKind.STEP_OPENED):
        tasks.ask(event.pk)
    assert [one.mail for one in StepLink.objects.all()] == ["press@umcutrecht.nl"]


def test_the_mail_carries_a_link_that_works(client: Client, step: Step) -> None:
    made = operations.ask(step_id=step.pk, mail="ward@hospital.example", by="system", now=timezone.now())
    tasks.mail_link(made.pk)
    body = str(mail.outbox[0].body)
    path = "/agree/" + body.split("/agree/")[1].split(maxsplit=1)[0]
    assert (mail.outbox[0].to, client.get(path).status_code) == (["ward@hospital.example"], 200)
    assert "Jan de Wit" not in body
