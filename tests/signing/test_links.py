"""Links that are mailed: what each opens, and that looking at one changes nothing."""

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from consent.models import Code, Signer, Subject, Way
from consent.signing import operations, tasks
from consent.states import SignerStatus, State, SubjectStatus
from tests.signing import browsing, making

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def mailed_code() -> str:
    tasks.mail_code(**ProcrastinateJob.objects.filter(task_name="signing.mail_code").latest("pk").args)
    return next(line for line in mail.outbox[-1].body.splitlines() if line.isdecimal())


def arrived(who: Signer) -> tuple[Client, str]:
    """A browser that opened the link and waits for its code."""
    client = Client()
    assert client.post(browsing.link(who))["Location"] == reverse("signing:code")
    return client, mailed_code()


@pytest.mark.parametrize("way", [Way.MAIL, Way.QR])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mail_scanner_changes_nothing(way: Way, method: str) -> None:
    address = browsing.link(making.signer(), way)
    before = counts()
    for _ in range(3):
        response = getattr(Client(), method)(address)
        assert response.status_code == 200
        assert not response.cookies.get("session")
    assert counts() == before


def test_the_first_page_names_nobody() -> None:
    who = making.signer()
    page = Client().get(browsing.link(who)).text
    row = browsing.fresh(who).subject.request
    for secret in (who.name, row.title, row.number, row.requester.name, who.mail):
        assert secret not in page


def test_the_first_page_speaks_the_signers_language_whatever_this_browser_spoke() -> None:
    address = browsing.link(making.signer(language="en"))
    client = Client()
    client.cookies["language"] = "nl"
    assert '<html lang="en"' in client.get(address).text
    assert '<html lang="nl"' in client.get(address + "?language=nl").text


def test_a_mailed_code_opens_the_form() -> None:
    who = making.signer()
    client, digits = arrived(who)
    assert client.get(reverse("signing:start"))["Location"] == reverse("signing:code")
    response = client.post(reverse("signing:code"), {"digits": f"{digits[:3]} {digits[3:]}"})
    assert response["Location"] == reverse("signing:start")
    assert who.name in client.get(reverse("signing:start")).text
    client.post(reverse("signing:start"), {"me": "yes"})
    client.post(reverse("signing:sheet"), making.answers(browsing.fresh(who)))
    client.post(reverse("signing:sign"), browsing.mark(who))
    assert who.signatures.get().identity == "mail_code"


def test_before_the_code_nothing_is_shown_or_done() -> None:
    who = making.signer()
    client, _ = arrived(who)
    for name in ("start", "sheet", "sign", "thanks"):
        assert client.get(reverse(f"signing:{name}"))["Location"] == reverse("signing:code")
    for name in ("refuse", "postpone"):
        assert client.post(reverse(f"signing:{name}"))["Location"] == reverse("signing:code")
    assert who.name not in client.get(reverse("signing:code")).text
    assert browsing.fresh(who).status == SignerStatus.WAITING


def test_guessing_stops_at_five_across_sessions() -> None:
    who = making.signer()
    address = browsing.link(who)
    clients = [Client() for _ in range(3)]
    for client in clients:
        client.post(address)
    digits = mailed_code()
    wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
    for turn in range(5):
        response = clients[turn % 3].post(reverse("signing:code"), {"digits": wrong})
        assert response.status_code == 422
    for client in clients:
        response = client.post(reverse("signing:code"), {"digits": digits})
        assert response.status_code == 422
        assert "werkt niet meer" in response.text
    assert Code.objects.latest("pk").guesses == 5


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5"])
def test_what_is_no_code_costs_no_guess(digits: str) -> None:
    client, _ = arrived(making.signer())
    assert client.post(reverse("signing:code"), {"digits": digits}).status_code == 422
    assert Code.objects.get().guesses == 0


def test_a_new_code_replaces_the_one_before() -> None:
    client, old = arrived(making.signer())
    client.post(reverse("signing:new_code"))
    new = mailed_code()
    if old != new:
        assert client.post(reverse("signing:code"), {"digits": old}).status_code == 422
    assert client.post(reverse("signing:code"), {"digits": new}).status_code == 302


def test_after_five_codes_in_an_hour_no_more_are_sent() -> None:
    who = making.signer()
    client, _ = arrived(who)
    for _ in range(4):
        client.post(reverse("signing:new_code"))
        mailed_code()
    assert client.post(reverse("signing:new_code")).status_code == 429
    other = Client()
    assert other.post(browsing.link(who)).status_code == 302


def test_ones_own_link_does_not_open_anothers_form() -> None:
    row = making.collecting()
    one, other = making.signer(row), making.signer(row, "Piet Bos", mail="piet@home.example")
    client, digits = arrived(one)
    browsing.link(other)
    client.post(reverse("signing:code"), {"digits": digits})
    client.post(reverse("signing:start"), {"me": "yes", "signer": other.pk, "invitation": 2})
    client.post(reverse("signing:refuse"), {"signer": other.pk, "signer_id": other.pk})
    assert browsing.fresh(one).status == SignerStatus.REFUSED
    assert browsing.fresh(other).status == SignerStatus.WAITING


def test_somebody_who_comes_back_by_the_same_link_goes_on_where_they_were() -> None:
    who = making.signer()
    address = browsing.link(who)
    client = Client()
    client.post(address)
    client.post(reverse("signing:code"), {"digits": mailed_code()})
    assert client.post(address)["Location"] == reverse("signing:start")
    assert Code.objects.count() == 1


def test_opening_a_link_logs_out_whoever_was_logged_in() -> None:
    who = making.signer()
    address = browsing.link(who)
    client = Client()
    client.force_login(browsing.fresh(who).subject.request.requester)
    client.post(address)
    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))


def one_bit_flipped(address: str) -> str:
    token = address.rstrip("/").rsplit("/", 1)[1]
    return address.replace(token, chr(ord(token[0]) ^ 1) + token[1:])


def test_a_link_with_one_bit_flipped_is_unknown() -> None:
    address = browsing.link(making.signer())
    for method in ("get", "post"):
        response = getattr(Client(), method)(one_bit_flipped(address))
        assert response.status_code == 404
        assert "kennen wij niet" in response.text


def closed(address: str) -> str:
    answers = [Client().get(address), Client().post(address)]
    assert [response.status_code for response in answers] == [410, 410]
    assert [response["Cache-Control"] for response in answers] == ["no-store", "no-store"]
    return str(answers[0].context["reason"])


def test_an_expired_link_says_so() -> None:
    assert closed(browsing.link(making.signer(), hours=73)) == "expired"


def test_a_replaced_link_says_so() -> None:
    who = making.signer()
    old = browsing.link(who)
    browsing.link(who)
    assert closed(old) == "revoked"


def test_a_link_after_signing_says_so() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    address = browsing.link(who)
    making.sign(who)
    assert closed(address) == "signed"


def test_a_link_after_refusing_says_so() -> None:
    row = making.collecting()
    making.second_person(row)
    who = making.signer(row)
    address = browsing.link(who)
    operations.refuse(signer_id=who.pk, way=Way.MAIL, now=timezone.now())
    assert closed(address) == "refused"


@pytest.mark.parametrize("change", ["left out", "sent back"])
def test_a_link_that_is_not_needed_any_more_says_so(change: str) -> None:
    who = making.signer()
    address = browsing.link(who)
    if change == "left out":
        Subject.objects.filter(pk=who.subject_id).update(status=SubjectStatus.LEFT_OUT)
    else:
        type(who.subject.request).objects.update(status=State.RETURNED)
    assert closed(address) == "not_needed"
