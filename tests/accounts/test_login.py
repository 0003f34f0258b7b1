"""Logging in and the language of the pages."""

import pytest
from django.test import Client

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> User:
    return factories.user("sam@student.example", language="en")


def log_in(client: Client, mail: str, password: str = factories.PASSWORD):
    return client.post("/login/", {"login": mail, "password": password})


def test_a_right_password_logs_in_with_a_new_session_key(client: Client, sam: User) -> None:
    client.session.save()
    before = client.session.session_key
    answer = log_in(client, "sam@student.example")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(sam.pk)
    assert client.session.session_key != before


def test_capitals_in_the_mail_address_do_not_matter(client: Client, sam: User) -> None:
    assert log_in(client, "Sam@Student.Example").status_code == 302


def test_every_failure_has_the_same_message_and_keeps_the_address(client: Client, sam: User) -> None:
    User.objects.filter(pk=sam.pk).update(is_active=False)
    disabled = log_in(client, "sam@student.example").content.decode()
    unknown = log_in(client, "eve@student.example").content.decode()
    assert 'value="eve@student.example"' in unknown
    assert "_auth_user_id" not in client.session
    for page in (disabled, unknown):
        assert "horen niet bij elkaar" in page or "do not belong together" in page


def test_the_pages_are_in_the_language_of_the_account(client: Client, sam: User) -> None:
    log_in(client, "sam@student.example")
    assert '<html lang="en"' in client.get("/").content.decode()


def test_switching_the_language_also_switches_the_mails(client: Client, sam: User) -> None:
    client.force_login(sam)
    client.post("/language/", {"language": "nl", "next": "/"})
    sam.refresh_from_db()
    assert sam.language == "nl"
    assert '<html lang="nl"' in client.get("/").content.decode()


def test_an_unknown_language_changes_nothing(client: Client, sam: User) -> None:
    client.force_login(sam)
    assert client.post("/language/", {"language": "xx", "next": "/"}).status_code == 302
    sam.refresh_from_db()
    assert sam.language == "en"


def test_a_foreign_next_is_not_followed(client: Client, sam: User) -> None:
    answer = client.post("/login/?next=//evil.example/", {"login": sam.email, "password": factories.PASSWORD})
    assert answer["Location"] == "/"


def test_a_stranger_is_sent_to_the_login_page(client: Client) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/")
