"""Another password: with a code by mail, or with the present one."""

import time

import pytest
from django.core import mail
from django.test import Client

from accounts.models import AccountEventKind, User
from tests import factories
from tests.accounts import post

pytestmark = pytest.mark.django_db
WORDS = "correct horse battery"


@pytest.fixture
def sam() -> User:
    return factories.user("sam@student.example", language="en")


def ask(client: Client, address: str = "sam@student.example"):
    return client.post("/password/reset/", {"email": address})


def confirm(client: Client, typed: str):
    return client.post("/password/reset/confirm/", {"code": typed})


def choose(client: Client, password: str = WORDS):
    return client.post("/password/reset/complete/", {"password1": password})


def test_with_the_code_a_new_password_is_chosen_and_nobody_is_logged_in_by_it(client: Client, sam: User) -> None:
    ask(client)
    assert confirm(client, post.code())["Location"] == "/password/reset/complete/"
    assert choose(client)["Location"] == "/password/reset/done/"
    sam.refresh_from_db()
    assert sam.check_password(WORDS)
    assert not post.logged_in(client)
    assert sam.trace.get().kind == AccountEventKind.PASSWORD_CHANGED
    assert [letter.kind for letter in post.waiting()] == ["reset_code", "password_changed"]


def test_a_new_password_ends_every_session(client: Client, sam: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(sam)
    ask(client)
    confirm(client, post.code())
    choose(client)
    assert elsewhere.get("/").status_code == 302


def test_without_the_code_no_password_is_chosen(client: Client, sam: User) -> None:
    ask(client)
    assert choose(client)["Location"] == "/password/reset/confirm/"
    sam.refresh_from_db()
    assert sam.check_password(factories.PASSWORD)


def test_five_wrong_codes_end_it(client: Client, sam: User) -> None:
    ask(client)
    right, wrong = post.code(), post.wrong()
    assert [confirm(client, wrong).status_code for _ in range(5)] == [200, 200, 200, 200, 302]
    assert confirm(client, right)["Location"] == "/login/"


def test_a_code_ends_to_the_second(client: Client, sam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 601)
    assert confirm(client, post.code())["Location"] == "/login/"


def test_a_code_to_log_in_opens_no_new_password(client: Client, sam: User) -> None:
    ask(client)
    other = Client()
    other.post("/login/code/", {"email": sam.email})
    assert confirm(client, post.code()).status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "sam@student.example"])
def test_a_weak_password_is_refused(client: Client, sam: User, password: str) -> None:
    ask(client)
    confirm(client, post.code())
    assert choose(client, password).status_code == 200


@pytest.mark.parametrize("closed", [False, True])
def test_an_unknown_and_a_closed_account_meet_the_same_pages(client: Client, sam: User, closed: bool) -> None:
    if closed:
        factories.user("eve@student.example", is_active=False)
    other = Client()
    known, unknown = ask(client), ask(other, "eve@student.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.kind for letter in post.waiting()] == ["reset_code", "unknown"]
    assert [confirm(one, "00000000").status_code for one in (client, other)] == [200, 200]


def test_who_knows_the_present_password_changes_it_and_is_told_by_mail(client: Client, sam: User) -> None:
    client.force_login(sam)
    client.post("/password/change/", {"oldpassword": factories.PASSWORD, "password1": WORDS})
    sam.refresh_from_db()
    assert sam.check_password(WORDS)
    assert client.get("/").status_code == 200
    post.deliver()
    assert mail.outbox[-1].subject == "Your password was changed"
    assert sam.trace.get().kind == AccountEventKind.PASSWORD_CHANGED


def test_who_does_not_know_it_changes_nothing(client: Client, sam: User) -> None:
    client.force_login(sam)
    client.post("/password/change/", {"oldpassword": "wrong wrong wrong", "password1": WORDS})
    sam.refresh_from_db()
    assert sam.check_password(factories.PASSWORD)
