"""A one-time code by mail instead of a password."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import AccountEvent, AccountEventKind, User
from tests import factories
from tests.accounts import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> User:
    return factories.user("sam@student.example", language="en")


def ask(client: Client, mail: str = "sam@student.example"):
    return client.post("/login/code/", {"email": mail})


def confirm(client: Client, typed: str):
    return client.post("/login/code/confirm/", {"code": typed, "action": "verify"})


def test_a_code_from_the_mail_logs_in_with_a_new_session_key(client: Client, sam: User) -> None:
    ask(client, "Sam@Student.Example")
    before = client.session.session_key
    assert confirm(client, post.code())["Location"] == "/"
    assert client.session["_auth_user_id"] == str(sam.pk)
    assert client.session.session_key != before
    assert AccountEvent.objects.get().detail == {"how": ["code"]}


def test_the_field_asks_the_device_for_a_code_from_the_mail(client: Client, sam: User) -> None:
    ask(client)
    page = client.get("/login/code/confirm/").content.decode()
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page


def test_five_wrong_codes_end_it_and_are_written_down(client: Client, sam: User) -> None:
    ask(client)
    right, wrong = post.code(), post.wrong()
    assert [confirm(client, wrong).status_code for _ in range(5)] == [200, 200, 200, 200, 302]
    confirm(client, right)
    assert not post.logged_in(client)
    assert list(AccountEvent.objects.values_list("kind", "user_id")) == [(AccountEventKind.LOGIN_FAILED, sam.pk)] * 5


def test_a_code_is_worth_five_guesses_however_often_it_is_sent_again(client: Client, sam: User) -> None:
    ask(client)
    for _ in range(4):
        confirm(client, post.wrong())
    client.post("/login/code/confirm/", {"action": "resend"})
    confirm(client, post.wrong())
    confirm(client, post.code())
    assert not post.logged_in(client)


def test_a_code_does_not_work_in_another_browser(client: Client, sam: User) -> None:
    ask(client)
    code = post.code()
    other = Client()
    ask(other)
    confirm(other, code)
    assert not post.logged_in(other)


def test_a_code_works_once(client: Client, sam: User) -> None:
    ask(client)
    before = client.cookies["session"].value
    confirm(client, post.code())
    again = Client()
    again.cookies["session"] = before
    confirm(again, post.code())
    assert not post.logged_in(again)


@pytest.mark.parametrize(("seconds", "works"), [(598, True), (601, False)])
def test_a_code_ends_to_the_second(
    client: Client, sam: User, monkeypatch: pytest.MonkeyPatch, seconds: int, works: bool
) -> None:
    ask(client)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + seconds)
    confirm(client, post.code())
    assert post.logged_in(client) is works


def test_a_code_that_was_sent_again_lives_as_long_as_the_first(
    client: Client, sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 500)
    client.post("/login/code/confirm/", {"action": "resend"})
    monkeypatch.setattr(time, "time", lambda: real() + 1000)
    confirm(client, post.code())
    assert post.logged_in(client)


def test_only_a_hash_of_the_code_is_stored(client: Client, sam: User) -> None:
    ask(client)
    held = str([row.get_decoded() for row in Session.objects.all()])
    assert "sam@student.example" in held
    assert post.code() not in held


@pytest.mark.parametrize("closed", [False, True])
def test_an_unknown_and_a_closed_account_meet_the_same_pages(client: Client, sam: User, closed: bool) -> None:
    if closed:
        factories.user("eve@student.example", is_active=False)
    other = Client()
    answers = [(ask(one, mail), one) for one, mail in ((client, sam.email), (other, "eve@student.example"))]
    assert [(answer.status_code, answer["Location"]) for answer, _ in answers] == [(302, "/login/code/confirm/")] * 2
    assert [letter.kind for letter in post.waiting()] == ["login_code", "unknown"]
    pages = [one.get("/login/code/confirm/").content.decode() for _, one in answers]
    assert pages[1] == pages[0].replace("sam@student.example", "eve@student.example") or len(pages[0]) == len(pages[1])
    assert [confirm(one, "00000000").status_code for _, one in answers] == [200, 200]


def test_who_chose_another_address_starts_anew(client: Client, sam: User) -> None:
    ask(client)
    assert client.post("/logout/", {"next": "/login/code/"})["Location"] == "/login/code/"
    assert client.get("/login/code/").status_code == 200
