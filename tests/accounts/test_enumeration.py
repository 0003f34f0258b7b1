"""Whether an address has an account shows in nothing, not even in how much work its answer takes.

How long answers take is measured against a running server (``python -m bench.enumeration``); here the work is counted.
"""

import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def code_again(client: Client, mail: str) -> None:
    client.post("/login/code/", {"email": mail})
    client.post("/login/code/confirm/", {"action": "resend"})


def wrong_code(client: Client, mail: str) -> None:
    client.post("/login/code/", {"email": mail})
    client.post("/login/code/confirm/", {"code": "0000", "action": "verify"})


def wrong_reset_code(client: Client, mail: str) -> None:
    client.post("/password/reset/", {"email": mail})
    client.post("/password/reset/confirm/", {"code": "0000"})


TRIES: dict[str, Callable[[Client, str], object]] = {
    "log in": lambda client, mail: client.post("/login/", {"login": mail, "password": "wrong wrong wrong"}),
    "code": lambda client, mail: client.post("/login/code/", {"email": mail}),
    "code again": code_again,
    "wrong code": wrong_code,
    "wrong reset code": wrong_reset_code,
    "reset": lambda client, mail: client.post("/password/reset/", {"email": mail}),
    "sign up": lambda client, mail: client.post(
        "/signup/", {"name": "Noor", "email": mail, "password1": "correct horse battery"}
    ),
}


@pytest.fixture(autouse=True)
def _accounts() -> None:
    factories.user("known@student.example")
    factories.user("closed@student.example", is_active=False)


def work(attempt: Callable[[Client, str], object], mail: str) -> tuple[list[str], int]:
    """The kinds of statements that an answer takes, and how many passwords are hashed."""
    client = Client()
    client.get("/contact/")
    hashed = MD5PasswordHasher.encode
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=hashed) as hashing:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            attempt(client, mail)
        # Savepoints and locks have a name of their own each time.
        statements = [re.sub(r'SAVEPOINT ".*| ?-?\d+', "", query["sql"]).split()[:4] for query in asked]
        return [" ".join(words) for words in statements], hashing.call_count


@pytest.mark.parametrize("name", TRIES)
def test_an_answer_takes_the_same_statements_and_hashes_whoever_is_asked_for(name: str) -> None:
    work(TRIES[name], "first@student.example")  # what is only looked up once
    known, unknown, closed = (work(TRIES[name], f"{who}@student.example") for who in ("known", "unknown", "closed"))
    assert known == unknown == closed


@pytest.mark.parametrize("name", ["log in", "sign up"])
def test_exactly_one_password_is_hashed(name: str) -> None:
    assert work(TRIES[name], "known@student.example")[1] == 1


def test_the_page_of_a_wrong_password_is_the_same_for_everybody() -> None:
    pages = []
    for who in ("known", "unknown", "closed"):
        client = Client()
        password = factories.PASSWORD if who == "closed" else "wrong wrong wrong"
        answer = client.post("/login/", {"login": f"{who}@student.example", "password": password})
        pages.append(answer.content.decode().replace(who, "").replace(str(answer.context["csrf_token"]), ""))
    assert "e-mailadres en wachtwoord horen niet bij elkaar" in pages[0]
    assert pages[0] == pages[1] == pages[2]


def test_capitals_find_the_same_account() -> None:
    assert User.objects.with_mail("KNOWN@Student.Example") == User.objects.get(email="known@student.example")
