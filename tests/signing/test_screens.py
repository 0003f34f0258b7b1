"""One question a screen: the signer's choice, with scripts off too; nothing gets lost, and any answer can be changed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from consent.models import Answer, Request, Signature, Signer
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db

SHEET, SIGN = reverse("signing:sheet"), reverse("signing:sign")


@pytest.fixture
def who() -> Signer:
    return making.signer()


@pytest.fixture
def client(who: Signer) -> Client:
    """A signer who asked for one question a screen, before the reading."""
    client = browsing.handed_over(who)
    client.post(reverse("signing:start"), {"look": "pace:one"})
    client.post(reverse("signing:start"), {"me": "yes"})
    return client


def test_the_reading_comes_first_without_a_question(client: Client) -> None:
    response = client.get(SHEET)
    assert 'id="about"' in response.text
    assert "<fieldset" not in response.text


def test_each_screen_asks_one_question_and_leads_to_the_next(client: Client, who: Signer) -> None:
    answers = making.answers(browsing.fresh(who))
    address = client.post(SHEET, {"question": "0"})["Location"]
    for number, (name, value) in enumerate(answers.items(), start=1):
        assert address == f"{SHEET}?question={number}"
        page = client.get(address)
        assert page.text.count("<fieldset") == 1
        assert f'name="{name}"' in page.text
        address = client.post(SHEET, {"question": str(number), name: value})["Location"]
    assert address == SIGN
    client.post(SIGN, browsing.mark(who))
    assert Answer.objects.count() == len(answers)


def test_a_question_without_an_answer_stays(client: Client) -> None:
    client.get(SHEET)
    response = client.post(SHEET, {"question": "1"})
    assert response.status_code == 422
    assert response.text.count("<fieldset") == 1
    assert 'class="error"' in response.text


def test_back_leads_to_the_question_before_and_keeps_the_answer(client: Client, who: Signer) -> None:
    answers = making.answers(browsing.fresh(who), "no")
    name = list(answers)[1]
    client.get(SHEET)
    response = client.post(SHEET, {"question": "2", name: answers[name], "go": "back"})
    assert response["Location"] == f"{SHEET}?question=1"
    page = client.get(SHEET, {"question": "2"}).text
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["no"]


def test_back_from_the_first_question_leads_to_the_reading(client: Client) -> None:
    assert client.post(SHEET, {"question": "1", "go": "back"})["Location"] == SHEET


def test_signing_before_all_is_answered_leads_to_the_first_open_question(client: Client, who: Signer) -> None:
    answers = list(making.answers(browsing.fresh(who)).items())
    client.post(SHEET, {"question": "1", answers[0][0]: answers[0][1]})
    assert client.get(SIGN)["Location"] == f"{SHEET}?question=2"


@pytest.mark.parametrize("number", ["-1", "x", "99", "1e1", "²", "99999999999999999999"])
def test_a_number_that_is_no_question_shows_the_reading(client: Client, number: str) -> None:
    assert 'id="about"' in client.get(SHEET, {"question": number}).text


def test_one_answer_can_be_changed_from_the_signature(who: Signer) -> None:
    client = browsing.chosen(who)
    address = f"{SHEET}?question=1&amp;then=sign"
    assert address in client.get(SIGN).text
    page = client.get(SHEET, {"question": "1", "then": "sign"})
    assert page.text.count("<fieldset") == 1
    name = next(iter(making.answers(browsing.fresh(who))))
    response = client.post(SHEET, {"question": "1", "then": "sign", name: "no"})
    assert response["Location"] == SIGN
    client.post(SIGN, browsing.mark(who))
    assert Signature.objects.get().answers.order_by("pk").values_list("value", flat=True)[0] == "no"


def test_changing_the_pace_keeps_what_was_chosen_and_skips_the_reading(who: Signer) -> None:
    client = browsing.named(who)
    answers = making.answers(browsing.fresh(who))
    response = client.post(SHEET, answers | {"look": "pace:one"})
    assert response["Location"] == f"{SHEET}?question=1"
    assert client.get(SIGN).status_code == 200
    assert client.post(SHEET, {"question": "3", "look": "pace:all"})["Location"] == SHEET
    assert client.get(SHEET).text.count("<fieldset") == len(answers)


def test_a_pace_that_does_not_exist_changes_nothing(who: Signer) -> None:
    client = browsing.named(who)
    client.post(SHEET, {"look": "pace:two"})
    assert client.get(SHEET).text.count("<fieldset") > 1


def test_the_letters_change_on_the_same_question(client: Client) -> None:
    assert client.post(SHEET, {"question": "2", "look": "size:large"})["Location"] == f"{SHEET}?question=2"


def test_what_changed_while_reading_is_said_before_the_next_question(client: Client, who: Signer) -> None:
    client.get(SHEET)
    Request.objects.filter(pk=who.subject.request_id).update(purpose="Something else")
    response = client.post(SHEET, {"question": "1"}, follow=True)
    assert "notice-warn" in response.text
    assert "Something else" in response.text


def test_the_form_goes_over_the_wire_compressed(client: Client) -> None:
    client.post(SHEET, {"look": "pace:all"})
    page = client.get(SHEET, headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < 10_000
