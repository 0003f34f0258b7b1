"""The second factor again before what weighs: nothing typed is lost, and nothing happens before it."""

import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from accounts import step_up
from accounts.models import Role, User
from consent.models import Request, Review
from consent.states import State
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AN_HOUR_AGO = 61 * 60


def code(steps: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps))


@pytest.fixture
def rosa() -> User:
    user = factories.user("rosa@desk.example", role=Role.REVIEWER, language="en")
    TOTP.activate(user, SECRET)
    return user


@pytest.fixture
def row() -> Request:
    soon = timezone.now() + timedelta(days=7)
    found = factories.request(status=State.INTAKE, starts_at=soon, ends_at=soon)
    factories.signer(found)
    return found


@pytest.fixture
def stale(client: Client, rosa: User) -> Client:
    """Rosa's browser, whose second factor was given more than an hour ago."""
    client.cookies["language"] = "en"
    factories.log_in(client, rosa)
    _age(client, AN_HOUR_AGO)
    return client


def _age(client: Client, seconds: int) -> None:
    session = client.session
    session[METHODS] = [record | {"at": time.time() - seconds} for record in session[METHODS]]
    session.save()


def decision(row: Request) -> dict[str, str]:
    return {"outcome": "sent_back", "note": "Please name the ward.", "seen": "intake", "position": "0"}


def decide(client: Client, row: Request, **headers: str):
    page = f"http://testserver/desk/requests/{row.number}/"
    return client.post(f"/desk/requests/{row.number}/reviews/", decision(row), headers={"Referer": page, **headers})


def confirm(client: Client, at: str, right: str | None = None):
    return client.post("/factor/again/", {"code": right or code(), "next": at})


def test_a_decision_with_a_factor_given_lately_is_taken_at_once(client: Client, rosa: User, row: Request) -> None:
    factories.log_in(client, rosa)
    decide(client, row)
    assert Review.objects.get().note == "Please name the ward."


def test_a_late_decision_waits_for_the_second_factor_and_is_then_taken_once(stale: Client, row: Request) -> None:
    answer = decide(stale, row)
    back = f"/desk/requests/{row.number}/"
    assert (answer.status_code, answer["Location"]) == (302, f"/factor/again/?{urlencode({'next': back})}")
    assert not Review.objects.exists()
    page = stale.get(answer["Location"]).content.decode()
    assert "Nothing was done yet" in page
    assert not Review.objects.exists()
    assert confirm(stale, back)["Location"] == "/desk/"
    assert Review.objects.get().note == "Please name the ward."
    assert confirm(stale, back, code(1))["Location"] == back
    assert Review.objects.count() == 1


def test_a_wrong_code_carries_nothing_out_and_keeps_what_was_typed(stale: Client, row: Request) -> None:
    decide(stale, row)
    assert confirm(stale, "/desk/", "000000").status_code == 422
    assert not Review.objects.exists()
    confirm(stale, "/desk/")
    assert Review.objects.get().note == "Please name the ward."


def test_what_waits_too_long_is_not_carried_out(stale: Client, row: Request) -> None:
    decide(stale, row)
    session = stale.session
    session[step_up.WAITING] |= {"at": time.time() - 601}
    session.save()
    back = f"/desk/requests/{row.number}/"
    assert confirm(stale, back)["Location"] == back
    assert not Review.objects.exists()
    assert "press the button once more" in stale.get(back).content.decode()


def test_a_form_with_errors_comes_back_filled_in_after_the_question(stale: Client, row: Request) -> None:
    stale.post(f"/desk/requests/{row.number}/reviews/", decision(row) | {"outcome": "rejected", "note": "no" * 4000})
    answer = confirm(stale, "/desk/")
    assert answer.status_code == 422
    assert "no" * 4000 in answer.content.decode()


def test_htmx_is_led_by_its_own_header_and_the_person_ends_on_their_page(stale: Client, row: Request) -> None:
    page = f"/desk/requests/{row.number}/"
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
    answer = decide(stale, row, **headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/factor/again/?{urlencode({'next': page})}")
    confirm(stale, page)
    assert Review.objects.count() == 1


@pytest.mark.parametrize("page", ["https://evil.example/desk/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_a_foreign_page(stale: Client, row: Request, page: str) -> None:
    assert decide(stale, row, Referer=page)["Location"] == "/factor/again/?next=%2F"


def test_freezing_and_leaving_out_ask_again_too(stale: Client, row: Request) -> None:
    subject = row.subjects.get()
    for verb in ("leave-out", "freeze"):
        answer = stale.post(f"/desk/requests/{row.number}/subjects/{subject.pk}/{verb}/", {"note": "They asked."})
        assert answer["Location"].startswith("/factor/again/"), verb
    assert not row.events.exists()
    confirm(stale, "/desk/")
    assert row.events.count() == 1


def test_a_download_leads_back_to_the_page_with_its_link(stale: Client, row: Request) -> None:
    page = f"/desk/requests/{row.number}/"
    answer = stale.get("/documents/1/", headers={"Referer": f"http://testserver{page}"})
    assert answer["Location"] == f"/factor/again/?{urlencode({'next': page})}"
    assert confirm(stale, page)["Location"] == page
    assert "You can download it now" in stale.get(page).content.decode()


def test_who_has_no_factor_is_not_asked(client: Client) -> None:
    client.force_login(factories.user())
    assert client.get("/documents/1/").status_code == 404


def test_whoever_may_not_decide_is_not_asked_either(client: Client, row: Request) -> None:
    client.force_login(row.requester)
    TOTP.activate(row.requester, SECRET)
    assert decide(client, row).status_code == 404


def test_what_waits_is_gone_when_somebody_else_logs_in(stale: Client, row: Request) -> None:
    decide(stale, row)
    stale.post("/logout/")
    assert step_up.WAITING not in stale.session


def test_a_password_does_not_stand_for_the_second_factor(stale: Client, row: Request) -> None:
    decide(stale, row)
    stale.post("/login/again/", {"password": factories.PASSWORD, "next": "/desk/"})
    assert not Review.objects.exists()
    assert decide(stale, row)["Location"].startswith("/factor/again/")
