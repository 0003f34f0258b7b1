"""Taking consent back for some uses only: the rest stands."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from consent import facts, lasting, lifecycle, permissions
from consent.archive import validity
from consent.models import Form, Question, Request, Signature, TakeDown, Use, Withdrawal
from consent.publication import operations as publication
from consent.publication import tasks as publishing
from consent.states import EventKind, SignerStatus, State
from consent.withdrawal import operations, tasks
from tests import answered, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved() -> Request:
    """An approved request for a post and a website, to which its only subject said yes twice."""
    now = timezone.now()
    later = now + timedelta(days=7)
    sam = factories.user(language="en", name="Sam")
    row = factories.request(sam, status=State.REVIEW, starts_at=later, ends_at=later)
    Use.objects.create(request=row, channel="hospital_website", name="hospital.example/study")
    signer = answered.granted(row, "Anna Secret", at=now, mail="anna@mail.example", language="en")
    assert signer.mail
    with transaction.atomic():
        lifecycle.advance(lifecycle.lock(row.pk), to=State.APPROVED, by="user:1", at=now)
    for use in row.uses.all():
        publication.register(
            request_id=row.pk,
            use_id=use.pk,
            medium="photo",
            form=Form.ONLINE,
            place=f"Post on {use.name}",
            url="",
            published_on=timezone.localdate(now),
            by=sam,
            now=now,
        )
    row.refresh_from_db()
    return row


def signature() -> Signature:
    return Signature.objects.select_related("signer__subject__request").get()


def allowed(row: Request) -> set[int]:
    return {cell.use for cell in permissions.matrix(facts.asked_for(row), now=timezone.now()) if cell.allowed}


def address() -> str:
    link = lasting.new_link(signer=signature().signer, now=timezone.now())
    return link[link.index("/mine/") :]


def test_one_use_ends_at_once_and_only_what_was_published_there_must_go(approved: Request) -> None:
    website = approved.uses.get(channel="hospital_website")
    operations.withdraw_uses(signer_id=signature().signer_id, uses={website.pk}, now=timezone.now())
    event = approved.events.get(kind=EventKind.WITHDRAWN)
    publishing.ask_take_downs(event_id=event.pk)
    assert website.pk not in allowed(approved)
    assert len(allowed(approved)) == approved.uses.count() - 1
    assert [task.publication.use_id for task in TakeDown.objects.select_related("publication")] == [website.pk]
    assert event.facts.data == {"signature": signature().pk, "uses": [website.pk]}
    assert validity.of_signature(signature()).standing == validity.Standing.PARTLY_WITHDRAWN
    assert signature().signer.status == SignerStatus.SIGNED


def test_the_same_use_twice_is_told_and_the_whole_still_goes_afterwards(approved: Request) -> None:
    who, website = signature().signer_id, approved.uses.get(channel="hospital_website")
    operations.withdraw_uses(signer_id=who, uses={website.pk}, now=timezone.now())
    with pytest.raises(operations.NothingToWithdraw):
        operations.withdraw_uses(signer_id=who, uses={website.pk}, now=timezone.now())
    operations.withdraw(signer_id=who, now=timezone.now())
    assert allowed(approved) == set()
    with pytest.raises(operations.NothingToWithdraw):
        operations.withdraw_uses(
            signer_id=who, uses=set(approved.uses.values_list("pk", flat=True)), now=timezone.now()
        )


def test_a_use_that_was_answered_with_no_or_is_of_another_request_is_not_taken_back(approved: Request) -> None:
    other = factories.request(factories.user("eve@student.example"))
    refused = Use.objects.create(request=approved, channel="intranet", name="screens")
    answered.answer(signature(), Question.USE, use=refused, value="no")
    with pytest.raises(operations.NothingToWithdraw):
        operations.withdraw_uses(
            signer_id=signature().signer_id, uses={refused.pk, other.uses.get().pk}, now=timezone.now()
        )
    assert not Withdrawal.objects.exists()


def test_the_copy_by_mail_says_what_ended_and_that_the_rest_stands(approved: Request) -> None:
    website = approved.uses.get(channel="hospital_website")
    operations.withdraw_uses(signer_id=signature().signer_id, uses={website.pk}, now=timezone.now())
    tasks.confirm_withdrawal(event_id=approved.events.get(kind=EventKind.WITHDRAWN).pk)
    (message,) = mail.outbox
    assert message.to == ["anna@mail.example"]
    assert "hospital.example/study" in message.body
    assert "still stands" in message.body
    assert "/mine/" in message.body


def test_the_own_page_shows_what_was_taken_back_and_the_way_to_a_new_yes(approved: Request) -> None:
    client, here = Client(), address()
    website = approved.uses.get(channel="hospital_website")
    page = client.get(here + "withdraw/?language=en").text
    assert f'value="{website.pk}"' in page
    client.post(here + "withdraw/?language=en", {"what": "some", "uses": [website.pk]})
    page = client.get(here + "?language=en").text
    assert "This you took back" in page
    assert "Changed your mind again?" in page
    assert f'value="{website.pk}"' not in client.get(here + "withdraw/?language=en").text


def test_ticking_nothing_is_said_beside_the_field_and_changes_nothing(approved: Request) -> None:
    response = Client().post(address() + "withdraw/?language=en", {"what": "some"})
    assert response.status_code == 422
    assert "Tick at least one" in response.text
    assert not Withdrawal.objects.exists()


def test_the_requester_sees_which_uses_ended_but_never_who(client: Client, approved: Request) -> None:
    website = approved.uses.get(channel="hospital_website")
    before = approved.events.count()
    operations.withdraw_uses(signer_id=signature().signer_id, uses={website.pk}, now=timezone.now())
    factories.log_in(client, approved.requester)
    client.cookies["language"] = "en"
    page = client.get(f"/requests/{approved.number}/").text
    assert approved.events.count() == before + 1
    sentences = [" ".join(line.split()) for line in re.findall(r"is-refused.*?</li>", page, re.DOTALL)]
    assert ["hospital.example/study" in line for line in sentences] == [True]
    assert "withdr" not in page.lower()
