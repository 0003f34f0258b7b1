"""Corners of the signer's pages: what happens when somebody else was faster, or the wrong thing is sent."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from consent import lifecycle
from consent.models import Event, Refusal, Signature, Way
from consent.signing import operations, tasks
from consent.states import EventKind
from tests import factories
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db


@pytest.fixture
def unlucky() -> Iterator[None]:
    """Somebody is faster between the page's own look and the operation: the operation says so."""
    closed = raising(operations.NotOpen)
    with patch.multiple(operations, open_sheet=closed, postpone=closed):
        yield


def raising(error: type[Exception]) -> Callable[..., None]:
    def fail(**_: object) -> None:
        raise error

    return fail


@pytest.mark.usefixtures("unlucky")
def test_a_request_that_closes_at_this_moment_leads_back_to_the_page_that_says_so() -> None:
    who = making.patient()
    client = browsing.handed_over(who)
    assert client.post(reverse("signing:start"), {"me": "yes"})["Location"] == reverse("signing:start")
    assert client.post(reverse("signing:postpone"))["Location"] == reverse("signing:start")


def test_a_signature_that_comes_too_late_stores_nothing() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    with patch.object(operations, "sign", raising(operations.NotOpen)):
        response = client.post(reverse("signing:sign"), browsing.mark(who))
    assert response["Location"] == reverse("signing:sign")
    with patch.object(operations, "refuse", raising(operations.NotOpen)):
        assert client.post(reverse("signing:refuse"))["Location"] == reverse("signing:sheet")
    assert not Signature.objects.exists()


def test_a_signature_that_was_overtaken_by_another_is_told_kindly() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    posted = browsing.mark(who)
    sign = operations.sign

    def overtaken(**given: Any) -> None:
        sign(**given)
        raise operations.AlreadyAnswered

    with patch.object(operations, "sign", overtaken):
        response = client.post(reverse("signing:sign"), posted)
    assert "Het was al opgeslagen" in response.text
    assert Signature.objects.count() == 1


def test_no_after_yes_shows_what_was_saved() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    client.post(reverse("signing:sign"), browsing.mark(who))
    assert client.post(reverse("signing:refuse"))["Location"] == reverse("signing:thanks")
    assert not Refusal.objects.exists()


def test_the_last_page_changes_language_too() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    client.post(reverse("signing:sign"), browsing.mark(who))
    response = client.post(reverse("signing:thanks"), {"look": "language:en"})
    assert "Thank you. It is saved" in response.text


def test_the_letters_change_on_every_page_and_keep_what_was_typed() -> None:
    who = making.signer()
    client = browsing.handed_over(who)
    assert client.post(reverse("signing:start"), {"look": "size:large"})["Location"] == reverse("signing:start")
    client = browsing.chosen(who)
    client.post(reverse("signing:sign"), {"look": "size:large", "mark": "typed", "typed_name": "Jan de W"})
    page = client.get(reverse("signing:sign")).text
    assert 'data-size="large"' in page
    assert 'value="Jan de W"' in page


def test_a_session_keeps_neither_megabytes_nor_zero_bytes() -> None:
    client = browsing.chosen(making.signer())
    client.post(reverse("signing:sign"), {"look": "size:", "strokes": "x" * 100_001, "helper": "a\x00b"})
    assert not {"strokes", "helper"} & set(client.session["signing"]["draft"])


def test_the_code_page_changes_language_and_is_left_behind_once_used() -> None:
    client = Client()
    client.post(browsing.link(making.signer()))
    client.post(reverse("signing:code"), {"look": "language:en"})
    assert "Type the code from the mail" in client.get(reverse("signing:code")).text
    elsewhere = making.collecting(requester=factories.user("noor@student.example"))
    inside = browsing.handed_over(making.signer(elsewhere))
    assert inside.get(reverse("signing:code"))["Location"] == reverse("signing:start")
    assert inside.post(reverse("signing:new_code"))["Location"] == reverse("signing:start")


def test_a_link_sends_no_more_than_five_codes_an_hour() -> None:
    who = making.signer()
    address = browsing.link(who)
    for _ in range(5):
        tasks.mail_code(invitation_id=who.invitations.get().pk)
    response = Client().post(address)
    assert response.status_code == 429
    assert "vijf codes" in response.text
    tasks.mail_code(invitation_id=who.invitations.get().pk)
    assert who.invitations.get().codes.count() == 5


def test_the_page_that_opens_when_time_is_over_names_nobody() -> None:
    response = Client().get(reverse("signing:ended"))
    assert response.status_code == 200
    assert "Het formulier is gesloten" in response.text


def test_a_confirmation_that_is_still_to_come_is_asked_again() -> None:
    who = making.patient()
    client = browsing.chosen(who)
    morning = making.NOW.replace(hour=7)
    with patch("django.utils.timezone.now", return_value=morning):
        client = browsing.chosen(who)
        posted = browsing.mark(who, confirmed_by="Anna Smit", confirmed_at="23:00")
        response = client.post(reverse("signing:sign"), posted)
    assert set(response.context["form"].errors) == {"confirmed_at"}


def test_a_typed_name_is_asked_for() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    response = client.post(reverse("signing:sign"), browsing.mark(who, mark="typed", typed_name="  "))
    assert set(response.context["form"].errors) == {"typed_name"}


def test_a_health_sentence_of_endless_length_is_an_error_at_its_question() -> None:
    who = making.patient()
    client = browsing.named(who)
    given = making.answers(browsing.fresh(who)) | {"health": "sentence", "health_sentence": "x" * 301}
    response = client.post(reverse("signing:sheet"), given)
    assert "300" in str(response.context["form"].errors["health"])


def test_without_an_address_the_requester_is_told_what_else_there_is() -> None:
    who = making.signer(mail="")
    client = Client()
    client.force_login(browsing.fresh(who).subject.request.requester)
    response = client.post(reverse("signing:invite", args=[who.pk]), follow=True)
    assert "geen e-mailadres" in response.text


def test_the_copy_is_sent_to_an_address_that_came_after_the_seal() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row, mail="")
    signature = making.sign(who)
    with transaction.atomic():
        event = lifecycle.record(
            lifecycle.lock(row.pk),
            kind=EventKind.SEALED,
            by="system",
            at=making.NOW + timedelta(seconds=1),
            facts={"signature": signature.pk, "document": 1, "review": None, "sha256": ""},
        )
    letters = ProcrastinateJob.objects.filter(task_name="archive.send_copy", args={"event_id": event.pk})
    to_nobody = letters.get()
    operations.add_mail(signer_id=who.pk, mail="jan@home.example")
    assert letters.exclude(pk=to_nobody.pk).count() == 1
    assert Event.objects.filter(kind=EventKind.SEALED).count() == 1


def test_a_newer_way_of_the_same_signer_closes_the_older_session_before_the_code() -> None:
    who = making.signer()
    client = Client()
    client.post(browsing.link(who))
    browsing.link(who, Way.QR)
    assert client.get(reverse("signing:code")).status_code == 410
