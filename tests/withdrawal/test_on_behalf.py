"""The desk takes consent back for somebody who asked it by mail, telephone, letter or in person."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role, User
from consent.archive import dossier_page
from consent.models import Access, Request, Signature, Signer, Withdrawal
from consent.states import EventKind, SignerStatus
from consent.withdrawal import tasks
from tests import factories
from tests.signing import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def signature() -> Signature:
    row = making.collecting()
    making.second_person(row)
    return making.sign(making.signer(row, mail="jan@mail.example", language="en"))


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER, name="Rosa")


@pytest.fixture
def desk(client: Client, rosa: User) -> Client:
    factories.log_in(client, rosa)
    client.cookies["language"] = "en"
    return client


def path(signature: Signature) -> str:
    number = signature.signer.subject.request.number
    return f"/desk/requests/{number}/signers/{signature.signer_id}/withdrawal/"


def filled(**more: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"what": "all", "how": "telephone", "who": "Jan de Wit himself", "on": today} | more


def test_it_holds_at_once_and_the_history_says_how_it_was_asked_and_by_whom(
    desk: Client, rosa: User, signature: Signature
) -> None:
    assert desk.post(path(signature), filled()).status_code == 302
    assert Signer.objects.get(pk=signature.signer_id).status == SignerStatus.WITHDRAWN
    row = signature.signer.subject.request
    event = row.events.get(kind=EventKind.WITHDRAWN)
    assert event.actor == f"user:{rosa.pk}"
    assert event.facts.data == {
        "signature": signature.pk,
        "how": "telephone",
        "asked_by": "Jan de Wit himself",
        "asked_on": timezone.localdate().isoformat(),
    }
    assert "asked by telephone by Jan de Wit himself" in desk.get(f"/desk/requests/{row.number}/").text


def test_the_dossier_says_how_it_was_asked(desk: Client, signature: Signature) -> None:
    desk.post(path(signature), filled(how="letter"))
    (line,) = dossier_page._withdrawals(Request.objects.get())
    assert "per brief" in line.value or "by letter" in line.value


def test_the_subject_gets_a_copy_that_says_it_was_done_for_them(desk: Client, signature: Signature) -> None:
    desk.post(path(signature), filled())
    tasks.confirm_withdrawal(event_id=signature.signer.subject.request.events.get(kind=EventKind.WITHDRAWN).pk)
    (message,) = mail.outbox
    assert message.to == ["jan@mail.example"]
    assert "per telefoon gevraagd door Jan de Wit himself" in message.body  # in the language that was signed in


def test_one_use_can_be_taken_back_here_too(desk: Client, signature: Signature) -> None:
    use = signature.signer.subject.request.uses.first()
    assert use is not None
    desk.post(path(signature), filled(what="some", uses=[use.pk]))
    assert Withdrawal.objects.get().use == use


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"what": ""}, "what"),
        ({"what": "some"}, "uses"),
        ({"how": ""}, "how"),
        ({"how": "fax"}, "how"),
        ({"who": " "}, "who"),
        ({"on": ""}, "on"),
        ({"on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "on"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_changes(
    desk: Client, signature: Signature, wrong: dict[str, str], field: str
) -> None:
    response = desk.post(path(signature), filled(**wrong))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Withdrawal.objects.exists()


def test_twice_is_told(desk: Client, signature: Signature) -> None:
    desk.post(path(signature), filled())
    response = desk.post(path(signature), filled(), follow=True)
    assert "Nothing of Jan de Wit stands" in response.text
    assert Withdrawal.objects.count() == 1


def test_only_the_desk_opens_it_and_each_look_is_logged(desk: Client, rosa: User, signature: Signature) -> None:
    desk.get(path(signature))
    assert Access.objects.filter(user=rosa, request=signature.signer.subject.request, action="viewed").count() == 1
    student = Client()
    factories.log_in(student, signature.signer.subject.request.requester)
    assert student.post(path(signature), filled()).status_code == 404
    assert not Withdrawal.objects.exists()


def test_a_signer_of_another_request_is_not_found(desk: Client, signature: Signature) -> None:
    other = making.collecting(requester=factories.user("eve@student.example"))
    address = f"/desk/requests/{other.number}/signers/{signature.signer_id}/withdrawal/"
    assert desk.get(address).status_code == 404


def test_the_page_asks_as_many_questions_for_one_use_as_for_many(desk: Client, signature: Signature) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(path(signature))
        return len(asked)

    questions()
    before = questions()
    making.second_person(signature.signer.subject.request, "Kim")
    assert questions() == before
