"""Making an account by oneself: only with an address of a known institution, and only when its mail is read."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import AccountEvent, AccountEventKind, Role, User
from tests import factories
from tests.accounts import post

pytestmark = pytest.mark.django_db
WORDS = "correct horse battery"


def sign_up(client: Client, mail: str = "Noor@students.uu.nl", **more: str):
    data = {"name": "Noor  de Vries", "email": mail, "password1": WORDS} | more
    return client.post("/signup/", data)


def confirm(client: Client, typed: str):
    return client.post("/signup/confirm/", {"code": typed, "action": "verify"})


@pytest.fixture
def clock() -> Iterator[list[float]]:
    """Seconds that passed since the test began."""
    import time

    real, passed = time.time, [0.0]
    with patch("time.time", lambda: real() + passed[0]):
        yield passed


def test_a_student_signs_up_with_the_code_from_the_mail(client: Client) -> None:
    client.cookies["language"] = "en"
    assert sign_up(client)["Location"] == "/signup/confirm/"
    assert User.objects.count() == 0
    assert confirm(client, post.code())["Location"] == "/"
    user = User.objects.get()
    assert (user.email, user.name, user.language, user.role) == (
        "noor@students.uu.nl",
        "Noor de Vries",
        "en",
        Role.REQUESTER,
    )
    assert user.check_password(WORDS)
    assert post.logged_in(client)
    assert list(user.trace.order_by("pk").values_list("kind", flat=True)) == [
        AccountEventKind.SIGNED_UP,
        AccountEventKind.LOGGED_IN,
    ]


def test_a_code_may_be_typed_with_spaces_and_dashes(client: Client) -> None:
    sign_up(client)
    code = post.code()
    confirm(client, f" {code[:4]} - {code[4:]} ")
    assert post.logged_in(client)


@pytest.mark.parametrize("mail", ["a@uu.nl", "a@students.uu.nl", "a@Deep.Below.UU.nl"])
def test_addresses_of_the_institutions_may_sign_up(client: Client, mail: str) -> None:
    assert sign_up(client, mail).status_code == 302


@pytest.mark.parametrize("mail", ["a@gmail.example", "a@notuu.nl", "a@uu.nl.evil.example", "a@uu.nlx"])
def test_other_addresses_are_told_beside_the_field_whom_to_ask(client: Client, mail: str) -> None:
    client.cookies["language"] = "en"
    page = sign_up(client, mail)
    assert page.status_code == 200
    words = (
        "With this address you cannot sign up by yourself. Use the one of your institution, "
        "or ask the desk for an invitation: desk@example.org."
    )
    assert page.context["form"].errors == {"email": [words]}
    assert f'value="{mail}"' in page.content.decode()
    assert 'value="Noor  de Vries"' in page.content.decode()
    assert post.waiting() == []


@pytest.mark.parametrize("password", ["short", "elevenchars", "password1234", "noor@students.uu.nl"])
def test_a_weak_password_is_refused(client: Client, password: str) -> None:
    assert list(sign_up(client, password1=password).context["form"].errors) == ["password1"]


def test_a_weak_password_is_refused_in_dutch_too(client: Client) -> None:
    errors = sign_up(client, password1="short").context["form"].errors
    assert errors == {"password1": ["Dit wachtwoord is te kort. Gebruik ten minste 12 tekens."]}


def test_an_address_that_has_an_account_meets_the_same_pages_but_another_mail(client: Client) -> None:
    factories.user("noor@students.uu.nl", language="en")
    known = sign_up(client)
    stranger = Client()
    unknown = sign_up(stranger, "kim@students.uu.nl")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.kind for letter in post.waiting()] == ["already", "verify_code"]
    pages = [browser.get("/signup/confirm/").content.decode() for browser in (client, stranger)]
    for word in ("noor", "kim"):
        pages = [page.replace(word, "") for page in pages]
    assert without_tokens(pages[0]) == without_tokens(pages[1])
    answers = [confirm(browser, "12345678").status_code for browser in (client, stranger)]
    assert answers == [200, 200]


def without_tokens(page: str) -> str:
    import re

    return re.sub(r'value="\w{64}"', "", page)


def test_five_wrong_codes_end_the_sign_up(client: Client) -> None:
    sign_up(client)
    right, wrong = post.code(), post.wrong()
    assert [confirm(client, wrong).status_code for _ in range(5)] == [200, 200, 200, 200, 302]
    confirm(client, right)
    assert not post.logged_in(client)
    assert User.objects.count() == 0


def test_a_code_ends_to_the_second(client: Client, clock: list[float]) -> None:
    sign_up(client)
    clock[0] = 601
    confirm(client, post.code())
    assert User.objects.count() == 0


def test_until_then_it_works(client: Client, clock: list[float]) -> None:
    sign_up(client)
    clock[0] = 598
    confirm(client, post.code())
    assert User.objects.count() == 1


def test_another_code_ends_the_one_before_and_three_mails_are_all(client: Client) -> None:
    sign_up(client)
    first = post.code()
    for _ in range(3):
        client.post("/signup/confirm/", {"action": "resend"})
    assert len(post.waiting()) == 3
    confirm(client, first)
    assert not post.logged_in(client)
    confirm(client, post.code())
    assert post.logged_in(client)


def test_a_code_works_once_and_only_in_its_own_browser(client: Client) -> None:
    sign_up(client)
    code = post.code()
    other = Client()
    sign_up(other, "kim@students.uu.nl")
    confirm(other, code)
    assert not post.logged_in(other)
    confirm(client, code)
    client.logout()
    confirm(client, code)
    assert not post.logged_in(client)


def test_the_session_holds_neither_code_nor_password(client: Client) -> None:
    sign_up(client)
    held = str([row.get_decoded() for row in Session.objects.all()])
    assert "noor@students.uu.nl" in held
    assert post.code() not in held
    assert WORDS not in held


def test_nobody_lays_an_account_ready_with_the_address_of_somebody_else(client: Client) -> None:
    """The code that the owner types makes the owner's account, whatever a stranger typed before or after."""
    stranger = Client()
    sign_up(stranger, password1="the stranger's own words")
    sign_up(client)
    code = post.code()
    sign_up(stranger, password1="the stranger's own words")
    confirm(client, code)
    assert User.objects.get().check_password(WORDS)


def test_who_signed_up_twice_is_told_that_the_account_is_there(client: Client) -> None:
    sign_up(client)
    first = post.code()
    other = Client()
    sign_up(other)
    confirm(other, post.code())
    assert confirm(client, first)["Location"] == "/login/"
    assert not post.logged_in(client)
    assert AccountEvent.objects.filter(kind=AccountEventKind.SIGNED_UP).count() == 1


def test_a_foreign_next_is_not_followed_after_signing_up(client: Client) -> None:
    sign_up(client, next="https://evil.example/")
    assert confirm(client, post.code())["Location"] == "/"


def test_an_own_next_is_followed_after_signing_up(client: Client) -> None:
    sign_up(client, next="/contact/")
    assert confirm(client, post.code())["Location"] == "/contact/"
