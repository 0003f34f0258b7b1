"""What is sent twice, since an answer got lost on the way: stored once, and the person is told the same truth again."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from consent.models import Refusal, Request, Signature, Signer
from consent.states import SignerStatus, SubjectStatus
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db

SHEET, SIGN, STAY = reverse("signing:sheet"), reverse("signing:sign"), reverse("signing:stay")
SAVED, EARLIER = "Het is opgeslagen", "Het was al opgeslagen"


def key_on(client: Client) -> str:
    found = re.search(r'name="key" value="([\w-]{20,})"', client.get(SIGN).text)
    assert found
    return found[1]


def change(who: Signer) -> None:
    Request.objects.filter(pk=who.subject.request_id).update(purpose="Something else")


def test_a_signature_that_is_sent_twice_is_stored_once_and_said_the_same() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    sent = browsing.mark(who, key=key_on(client))
    first, second = client.post(SIGN, sent), client.post(SIGN, sent)
    assert SAVED in first.text
    assert SAVED in second.text
    assert Signature.objects.count() == 1


def test_who_comes_back_later_is_told_that_it_was_saved_already() -> None:
    who = making.signer()
    client = browsing.chosen(who)
    client.post(SIGN, browsing.mark(who, key=key_on(client)))
    assert EARLIER in client.get(SIGN).text


def test_the_key_stays_when_the_page_is_loaded_again() -> None:
    client = browsing.chosen(making.signer())
    assert key_on(client) == key_on(client)


def test_what_was_stored_is_not_stored_again_after_the_signer_was_asked_anew() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    client = browsing.chosen(who)
    sent = browsing.mark(who, key=key_on(client))
    client.post(SIGN, sent)
    Signer.objects.filter(pk=who.pk).update(status=SignerStatus.WAITING)
    type(who.subject).objects.filter(pk=who.subject_id).update(status=SubjectStatus.WAITING)
    client.post(SHEET, making.answers(browsing.fresh(who)))
    assert client.post(SIGN, sent)["Location"] == SHEET
    assert Signature.objects.count() == 1
    assert key_on(client) != sent["key"]


def test_a_no_that_is_sent_twice_is_stored_once_and_said_the_same() -> None:
    client = browsing.named(making.signer())
    first, second = (client.post(reverse("signing:refuse")) for _ in range(2))
    assert "Dat is prima" in first.text
    assert "Dat is prima" in second.text
    assert second.status_code == 200
    assert Refusal.objects.count() == 1


def test_whoever_looks_after_a_no_is_not_told_what_was_said() -> None:
    client = browsing.named(making.signer())
    client.post(reverse("signing:refuse"))
    page = client.get(SHEET)
    assert page.status_code == 200
    assert "U bent klaar" in page.text
    assert "Dat is prima" not in page.text


def test_the_goodbye_of_one_signer_is_gone_when_the_next_one_comes() -> None:
    row = making.collecting()
    first, following = making.second_person(row), making.signer(row)
    client = browsing.named(first)
    client.post(reverse("signing:refuse"))
    browsing.handed_over(following, client)
    assert "over" not in client.session


def test_a_form_that_changed_since_it_was_read_is_not_signed_from_a_page_that_shows_the_new_one() -> None:
    who = making.signer()
    client = browsing.named(who)
    client.get(SHEET)
    client.post(SHEET, making.answers(browsing.fresh(who)))
    change(who)
    assert client.get(SIGN)["Location"] == SHEET
    assert client.post(SIGN, browsing.mark(who))["Location"] == SHEET
    assert not Signature.objects.exists()
    page = client.get(SHEET)
    assert "notice-warn" in page.text
    assert "Something else" in page.text
    assert client.get(SIGN).status_code == 200


def test_a_form_that_changed_is_said_when_the_answers_are_sent_and_they_stay_filled_in() -> None:
    who = making.signer()
    client = browsing.named(who)
    client.get(SHEET)
    change(who)
    page = client.post(SHEET, making.answers(browsing.fresh(who)), follow=True)
    assert "notice-warn" in page.text
    assert page.text.count(" checked") == len(making.answers(browsing.fresh(who)))


def test_a_page_that_wakes_up_hears_whether_the_form_changed() -> None:
    who = making.signer()
    client = browsing.named(who)
    client.get(SHEET)
    assert client.post(STAY).status_code == 204
    change(who)
    assert client.post(STAY).status_code == 409


def test_the_same_text_in_another_language_is_not_a_change() -> None:
    who = making.signer()
    client = browsing.named(who)
    client.get(SHEET)
    client.post(SHEET, making.answers(browsing.fresh(who)))
    client.post(SIGN, {"look": "language:en"})
    assert client.get(SIGN).status_code == 200


def test_confirming_ones_name_twice_opens_the_form_once() -> None:
    client = browsing.named(making.signer())
    assert client.post(reverse("signing:start"), {"me": "yes"})["Location"] == SHEET
    events = Signer.objects.get().subject.request.events.filter(kind="sheet_opened")
    assert events.count() == 1
