"""Letters about accounts: in both languages, unreadable until they are sent, given up when they are of no use."""

import time
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.utils import translation

from accounts import letters, tasks
from accounts.adapters.account import LETTERS
from tests import factories
from tests.accounts import post

pytestmark = pytest.mark.django_db


def sent(kind: str, language: str, context: dict[str, Any] | None = None) -> EmailMultiAlternatives:
    mail.outbox.clear()
    letters.send(kind=kind, to="sam@student.example", language=language, context=context)
    post.deliver()
    message = mail.outbox[-1]
    assert isinstance(message, EmailMultiAlternatives)
    return message


@pytest.mark.parametrize("kind", letters.KINDS)
def test_each_letter_is_written_in_both_languages_as_text_and_html(kind: str) -> None:
    context = {"code": "1234 5678", "minutes": 10, "role": "reviewer", "days": 14, "link": "http://localhost/"}
    dutch, english = (sent(kind, language, context) for language in ("nl", "en"))
    assert dutch.subject != english.subject
    for message, language in ((dutch, "nl"), (english, "en")):
        html = str(message.alternatives[0][0])
        assert f'<html lang="{language}">' in html
        for paragraph in str(message.body).strip().split("\n\n"):
            assert paragraph.split()[0] in html
    assert len(set(str(dutch.body).split("\n\n")) & set(str(english.body).split("\n\n"))) <= 1  # the code


def test_every_letter_of_allauth_is_one_of_ours() -> None:
    assert set(LETTERS.values()) <= set(letters.KINDS)


def test_neither_address_nor_code_lies_readable_in_the_table_of_jobs(client: Client) -> None:
    factories.user("sam@student.example")
    client.post("/login/code/", {"email": "sam@student.example"})
    code = post.waiting()[-1].context["code"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(j::text, '') FROM procrastinate_jobs AS j")
        rows = cursor.fetchone()[0]
    assert letters.TASK in rows
    for secret in ("sam@student.example", code, code.replace(" ", "")):
        assert secret not in rows


def test_the_code_in_the_mail_is_the_one_that_works(client: Client) -> None:
    factories.user("sam@student.example", language="en")
    client.post("/login/code/", {"email": "sam@student.example"})
    post.deliver()
    (digits,) = [line for line in str(mail.outbox[-1].body).splitlines() if line.replace(" ", "").isdigit()]
    client.post("/login/code/confirm/", {"code": digits, "action": "verify"})
    assert post.logged_in(client)


def test_a_letter_is_in_the_language_of_the_account_or_else_of_the_page(client: Client) -> None:
    factories.user("sam@student.example", language="nl")
    client.cookies["language"] = "en"
    for address in ("sam@student.example", "eve@student.example"):
        client.post("/password/reset/", {"email": address})
    assert [letter.language for letter in post.waiting()] == ["nl", "en"]


def test_a_code_that_has_ended_is_not_mailed_any_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.user("sam@student.example")
    client.post("/login/code/", {"email": "sam@student.example"})
    until = post.waiting()[-1].until
    assert until is not None
    assert 598 < until - time.time() <= 600
    late = letters.Letter("login_code", "sam@student.example", "nl", {"code": "1 2", "minutes": 10}, until=time.time())
    tasks.send_letter(letters.seal(late))
    assert mail.outbox == []


def test_a_letter_that_was_sealed_with_another_key_is_given_up(settings: Any) -> None:
    letters.send(kind="already", to="sam@student.example", language="nl")
    settings.SECRET_KEY = "another key that is long enough to be one, and different"
    sealed = letters.seal(letters.Letter("already", "eve@student.example", "nl", {}))
    settings.SECRET_KEY = "a third key that is long enough to be one, and different"
    tasks.send_letter(sealed)
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(EmailMultiAlternatives, "send", away)
    letters.send(kind="already", to="sam@student.example", language="nl")
    with pytest.raises(ConnectionError):
        post.deliver()


def test_the_language_of_the_worker_does_not_matter() -> None:
    with translation.override("en"):
        assert sent("already", "nl").subject == sent("already", "nl").subject != sent("already", "en").subject
