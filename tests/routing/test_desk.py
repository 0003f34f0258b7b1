"""The desk asks an office, and writes down what it was told."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from consent import lifecycle, steps
from consent.models import Request, Step, StepLink, StepStatus
from consent.states import State
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(client: Client) -> User:
    return factories.at_the_desk(client)


def ward_step(requester: User | None = None) -> tuple[Request, Step]:
    row = factories.request(requester, status=State.REVIEW, clinical_area=True)
    (step,) = steps.open_needed(lifecycle.lock(row.pk), by="system", at=timezone.now())
    return row, step


def path(row: Request, step: Step, rest: str = "") -> str:
    return f"/desk/requests/{row.number}/steps/{step.pk}/{rest}"


def told(step: Step) -> dict[str, str]:
    return {"value": "yes", "name": "Joke Prins", "note": "By phone.", "seen": step.asked_sha256}


@pytest.mark.usefixtures("rosa")
def test_the_desk_sends_a_link_to_who_decides(client: Client) -> None:
    row, step = ward_step()
    client.post(path(row, step, "ask/"), {"mail": "joke@hospital.example"})
    assert StepLink.objects.get().mail == "joke@hospital.example"


@pytest.mark.usefixtures("rosa")
def test_a_mistyped_address_is_told_beside_its_field(client: Client) -> None:
    row, step = ward_step()
    answer = client.post(path(row, step, "ask/"), {"mail": "joke"})
    assert (answer.status_code, StepLink.objects.count()) == (422, 0)
    assert "is-invalid" in answer.content.decode()


def test_what_was_told_by_phone_is_written_down_in_the_colleagues_name(client: Client, rosa: User) -> None:
    row, step = ward_step()
    client.post(path(row, step, "answer/"), told(step))
    step.refresh_from_db()
    assert (step.status, row.events.latest("position").actor) == (StepStatus.AGREED, f"user:{rosa.pk}")


def test_nobody_writes_down_an_answer_to_their_own_request(client: Client, rosa: User) -> None:
    row, step = ward_step(rosa)
    client.post(path(row, step, "answer/"), told(step))
    step.refresh_from_db()
    assert step.status == StepStatus.WAITING


def test_nobody_has_the_link_about_their_own_request_mailed(client: Client, rosa: User) -> None:
    row, step = ward_step(rosa)
    shown = client.get(path(row, step)).content.decode()
    client.post(path(row, step, "ask/"), {"mail": "rosa@desk.example"})
    assert (StepLink.objects.count(), "Ask by mail" in shown) == (0, False)
    assert "a colleague must do this" in shown


@pytest.mark.usefixtures("rosa")
def test_the_screen_says_whom_approval_waits_for_and_offers_no_approval(client: Client) -> None:
    row, step = ward_step()
    url = f"/desk/requests/{row.number}/"
    waiting = client.get(url).content.decode()
    client.post(path(row, step, "answer/"), told(step))
    after = client.get(url).content.decode()
    assert ("It can be approved once these agree" in waiting, 'value="approved"' in waiting) == (True, False)
    assert ("It can be approved once these agree" in after, 'value="approved"' in after) == (False, True)


def test_the_requester_sees_whom_the_request_waits_for(client: Client) -> None:
    row, _step = ward_step()
    factories.log_in(client, row.requester)
    client.cookies["language"] = "en"
    shown = client.get(f"/requests/{row.number}/").content.decode()
    assert "Who else must agree" in shown
    assert "Ward manager" in shown
