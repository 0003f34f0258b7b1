"""How often somebody may try: nobody guesses on, and nobody is locked out by somebody else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import limits, tasks
from accounts.models import AccountEvent, AccountEventKind, Counted, User
from tests import factories
from tests.accounts import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> User:
    return factories.user("sam@student.example", language="en")


def log_in(where: str, mail: str = "sam@student.example", password: str = "wrong wrong wrong") -> tuple[Client, int]:
    """Try a password from a client address; return the browser and the status of the answer."""
    client = Client(REMOTE_ADDR=where)
    return client, client.post("/login/", {"login": mail, "password": password}).status_code


def gets_in(where: str, mail: str = "sam@student.example", password: str = factories.PASSWORD) -> bool:
    """Whether the right password logs in from a client address."""
    return post.logged_in(log_in(where, mail, password)[0])


def statuses(tries: int, where: str, mail: str = "sam@student.example") -> list[int]:
    """Try a wrong password so often."""
    return [log_in(where, mail)[1] for _ in range(tries)]


@pytest.mark.parametrize("mail", ["sam@student.example", "SAM@student.example", "nobody@student.example"])
def test_the_sixth_wrong_password_is_stopped_known_or_not(sam: User, mail: str) -> None:
    assert statuses(7, "192.0.2.1", mail) == [200] * 5 + [429] * 2


@pytest.mark.parametrize(("language", "words"), [("en", "Please wait a few minutes"), ("nl", "Wacht een paar minuten")])
def test_what_is_stopped_says_so_in_the_language_of_the_reader(
    client: Client, sam: User, language: str, words: str
) -> None:
    client.cookies["language"] = language
    for _ in range(5):
        client.post("/login/", {"login": sam.email, "password": "wrong wrong wrong"})
    page = client.post("/login/", {"login": sam.email, "password": "wrong wrong wrong"})
    assert page.status_code == 429
    assert f"<h1>{words}</h1>" in page.content.decode()
    assert '<html lang="' + language in page.content.decode()


def test_even_the_right_password_is_not_looked_at_then(sam: User) -> None:
    statuses(5, "192.0.2.1")
    assert log_in("192.0.2.1", password=factories.PASSWORD)[1] == 429


def test_the_owner_still_logs_in_from_elsewhere(sam: User) -> None:
    statuses(20, "192.0.2.1")
    assert gets_in("192.0.2.2")


def test_the_owner_still_logs_in_with_a_code_from_the_same_place(sam: User) -> None:
    statuses(20, "192.0.2.1")
    client = Client(REMOTE_ADDR="192.0.2.1")
    client.post("/login/code/", {"email": sam.email})
    client.post("/login/code/confirm/", {"code": post.code(), "action": "verify"})
    assert post.logged_in(client)


def test_other_accounts_behind_the_same_address_are_not_stopped(sam: User) -> None:
    factories.user("kim@student.example")
    statuses(10, "192.0.2.1")
    assert gets_in("192.0.2.1", "kim@student.example")


def test_many_addresses_together_try_an_account_fifty_times_an_hour(sam: User) -> None:
    tried = [status for n in range(12) for status in statuses(5, f"192.0.2.{n}")]
    assert tried == [200] * 50 + [429] * 10


def test_an_address_that_is_made_up_in_a_header_does_not_count(sam: User) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    tried = [
        client.post(
            "/login/",
            {"login": sam.email, "password": "wrong wrong wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}"},
        ).status_code
        for n in range(6)
    ]
    assert tried == [200] * 5 + [429]


def test_right_passwords_do_not_use_the_tries_up(sam: User) -> None:
    for _ in range(7):
        assert gets_in("192.0.2.1")


def test_a_new_password_starts_counting_anew(sam: User) -> None:
    statuses(6, "192.0.2.1")
    client = Client(REMOTE_ADDR="192.0.2.1")
    client.post("/password/reset/", {"email": sam.email})
    client.post("/password/reset/confirm/", {"code": post.code()})
    client.post("/password/reset/complete/", {"password1": "correct horse battery"})
    assert gets_in("192.0.2.1", password="correct horse battery")


@pytest.mark.parametrize("page", ["/login/code/", "/password/reset/"])
@pytest.mark.parametrize("mail", ["sam@student.example", "nobody@student.example"])
def test_the_sixth_mail_in_five_minutes_is_not_sent_known_or_not(sam: User, page: str, mail: str) -> None:
    tried = [Client().post(page, {"email": mail}).status_code for _ in range(6)]
    assert tried == [302] * 5 + [429]
    assert len(post.waiting()) == 5
    assert Client(REMOTE_ADDR="192.0.2.9").post(page, {"email": mail}).status_code == 302


def test_the_sixth_sign_up_of_an_address_is_not_sent() -> None:
    data = {"name": "Noor", "email": "noor@students.uu.nl", "password1": "correct horse battery"}
    assert [Client().post("/signup/", data).status_code for _ in range(6)] == [302] * 5 + [429]
    assert len(post.waiting()) == 5


def test_a_wrong_password_is_written_down_without_the_address(sam: User) -> None:
    log_in("192.0.2.1")
    log_in("192.0.2.1", "nobody@student.example")
    known, unknown = AccountEvent.objects.order_by("pk")
    assert known.kind == unknown.kind == AccountEventKind.LOGIN_FAILED
    assert (known.user, unknown.user) == (sam, None)
    assert (known.address, known.detail, unknown.detail) == ("192.0.2.1", {"how": ["password"]}, {"how": ["password"]})


class TestTheSharedCache:
    def test_it_remembers_until_the_time_is_over(self) -> None:
        cache.set("a", [1.5, 2], 60)
        assert cache.get("a") == [1.5, 2]
        Counted.objects.update(expires_at=timezone.now())
        assert cache.get("a", "gone") == "gone"

    def test_adding_wins_once_until_it_expires(self) -> None:
        assert [cache.add("a", 1, 60), cache.add("a", 2, 60)] == [True, False]
        assert cache.get("a") == 1
        Counted.objects.update(expires_at=timezone.now())
        assert cache.add("a", 3, 60)
        assert cache.get("a") == 3

    def test_touching_and_deleting_say_whether_it_was_there(self) -> None:
        cache.set("a", 1, 1)
        assert (cache.touch("a", 600), cache.touch("b", 600)) == (True, False)
        assert Counted.objects.get().expires_at > timezone.now() + timedelta(seconds=500)
        assert (cache.delete("a"), cache.delete("a")) == (True, False)

    def test_without_a_time_it_stays(self) -> None:
        cache.set("a", 1, None)
        assert cache.get("a") == 1
        cache.clear()
        assert cache.get("a") is None

    def test_what_expired_is_deleted_and_nothing_else(self) -> None:
        cache.set("old", 1, 60)
        cache.set("new", 1, 600)
        tasks.prune_counts(int(timezone.now().timestamp()) + 300)
        assert [row.key.rsplit(":", 1)[1] for row in Counted.objects.all()] == ["new"]

    def test_values_are_not_pickles(self) -> None:
        cache.set("a", ["b"], 60)
        assert Counted.objects.get().value == '["b"]'


def test_nothing_of_an_address_lies_readable_in_the_counts(sam: User) -> None:
    log_in("192.0.2.1")
    assert Counted.objects.exists()
    assert not [row for row in Counted.objects.all() if "sam" in row.key or "student" in row.key]


def test_forgetting_the_tries_of_one_address_leaves_the_others(sam: User) -> None:
    statuses(5, "192.0.2.1")
    statuses(5, "192.0.2.1", "kim@student.example")

    class Somebody:
        META = {"REMOTE_ADDR": "192.0.2.1"}
        headers: dict[str, str] = {}
        method = "POST"

    limits.forget(Somebody(), action="login_failed", mail="sam@student.example")
    assert statuses(1, "192.0.2.1") == [200]
    assert statuses(1, "192.0.2.1", "kim@student.example") == [429]
