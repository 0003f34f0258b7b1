"""Guesses and tries sent at once, each in a connection of its own: none is a guess more."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import codes, middleware, signing_up, tokens
from accounts.models import AccountEvent, AccountEventKind, Invite, Role, User
from accounts.signing_up import AddressTaken, InviteUnusable, Newcomer
from tests import factories
from tests.accounts import post
from tests.concurrency.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT_ONCE = 8


def again(client: Client, path: str, data: dict[str, str]) -> Callable[[], int]:
    """A browser with the same session, which sends the form."""
    key = client.cookies["session"].value

    def send() -> int:
        other = Client()
        other.cookies["session"] = key
        return other.post(path, data).status_code

    return send


@pytest.fixture
def asked() -> Client:
    """A browser that had a code mailed to Sam."""
    factories.user("sam@student.example")
    client = Client()
    client.post("/login/code/", {"email": "sam@student.example"})
    return client


def test_wrong_codes_sent_at_once_are_five_guesses_and_no_more(asked: Client) -> None:
    wrong = {"code": post.wrong(), "action": "verify"}
    at_once([again(asked, "/login/code/confirm/", wrong) for _ in range(AT_ONCE)])
    assert AccountEvent.objects.filter(kind=AccountEventKind.LOGIN_FAILED).count() == 5
    asked.post("/login/code/confirm/", {"code": post.code(), "action": "verify"})
    assert not post.logged_in(asked)


def test_a_guess_that_waits_too_long_for_the_one_before_is_stopped(
    asked: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "PATIENCE", 0)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    at_work = threading.Event()
    done = threading.Event()

    def slow(*args: Any, **kwargs: Any) -> bool:
        at_work.set()
        done.wait(20)
        return False

    monkeypatch.setattr(codes, "fits", slow)
    send = again(asked, "/login/code/confirm/", {"code": "1234", "action": "verify"})

    def second() -> int:
        at_work.wait(20)
        try:
            return send()
        finally:
            done.set()

    assert at_once([send, second]) == [200, 429]


def test_the_right_code_sent_at_once_logs_in_once(asked: Client) -> None:
    right = {"code": post.code(), "action": "verify"}
    at_once([again(asked, "/login/code/confirm/", right) for _ in range(AT_ONCE)])
    assert AccountEvent.objects.filter(kind=AccountEventKind.LOGGED_IN).count() == 1


def test_a_sign_up_s_right_code_sent_at_once_makes_one_account() -> None:
    client = Client()
    client.post("/signup/", {"name": "Noor", "email": "noor@students.uu.nl", "password1": "correct horse battery"})
    right = {"code": post.code(), "action": "verify"}
    statuses = at_once([again(client, "/signup/confirm/", right) for _ in range(AT_ONCE)])
    assert set(statuses) == {302}
    assert AccountEvent.objects.filter(kind=AccountEventKind.SIGNED_UP).count() == 1


def test_wrong_passwords_sent_at_once_are_five_tries_and_no_more() -> None:
    factories.user("sam@student.example")
    data = {"login": "sam@student.example", "password": "wrong wrong wrong"}
    statuses = at_once([lambda: Client().post("/login/", data).status_code for _ in range(AT_ONCE)])
    assert statuses.count(200) <= 5
    assert statuses.count(200) + statuses.count(429) == AT_ONCE
    assert AccountEvent.objects.filter(kind=AccountEventKind.LOGIN_FAILED).count() == statuses.count(200)


@pytest.mark.parametrize("expired", [False, True])
def test_of_counts_that_are_added_at_once_one_wins(expired: bool) -> None:
    if expired:
        cache.set("lock", 0, -1)
    won = at_once([lambda: cache.add("lock", True, 60) for _ in range(AT_ONCE)])
    assert sorted(won) == [False] * (AT_ONCE - 1) + [True]


def test_an_invitation_that_is_accepted_at_once_makes_one_account() -> None:
    _, token_hash = tokens.new()
    now = timezone.now()
    invite = Invite.objects.create(
        email="lucia@valencia.example",
        role=Role.REVIEWER,
        token_hash=token_hash,
        made_by=factories.user("ada@desk.example"),
        made_at=now,
        expires_at=now + timedelta(days=1),
    )
    newcomer = Newcomer(name="Lucía", language="en", password="!", address=None)
    results: list[Any] = at_once(
        [lambda: signing_up.accept(newcomer, invite_id=invite.pk, now=now) for _ in range(AT_ONCE)]
    )
    assert [type(one) for one in results if not isinstance(one, InviteUnusable)] == [User]


def test_of_accounts_that_are_made_at_once_with_one_address_one_is_made() -> None:
    newcomer = Newcomer(name="Noor", language="nl", password="!", address=None)
    results: list[Any] = at_once(
        [lambda: signing_up.sign_up(newcomer, email="noor@students.uu.nl", now=timezone.now()) for _ in range(AT_ONCE)]
    )
    assert [type(one) for one in results if not isinstance(one, AddressTaken)] == [User]
