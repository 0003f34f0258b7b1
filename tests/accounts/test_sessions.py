"""Who is it? A session that ended, an account that was closed, a key that was made up: nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DjangosOwn
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.sessions import Accounts, SessionStore
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_session_is_read_as_django_itself_reads_it() -> None:
    store = SessionStore()
    store["seen"] = {"a": [1, "é"]}
    store.save()
    assert SessionStore(store.session_key).load() == DjangosOwn(store.session_key).load() == {"seen": {"a": [1, "é"]}}


@pytest.mark.parametrize("held", [{"a": 1}, {"long": "é" * 3000}, {}])
def test_what_was_signed_by_us_is_read_as_django_reads_it(held: dict[str, object]) -> None:
    text = SessionStore().encode(held)
    assert SessionStore().decode(text) == DjangosOwn().decode(text) == held


def test_what_django_or_an_earlier_version_compressed_is_read_too() -> None:
    held = {"long": "é" * 3000}
    text = DjangosOwn().encode(held)
    assert text.startswith(".")
    assert SessionStore().decode(text) == held


def test_a_session_is_stored_as_text_that_the_database_can_read() -> None:
    assert SessionStore().encode({"long": "e" * 3000}).startswith("eyJ")


def test_a_session_that_a_key_of_yesterday_signed_still_counts_while_it_is_named(settings: Any) -> None:
    text = SessionStore().encode({"a": 1})
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a key of today that signs from now on"
    assert SessionStore().decode(text) == {"a": 1}
    settings.SECRET_KEY_FALLBACKS = []
    assert SessionStore().decode(text) == {}


@pytest.mark.parametrize("place", [0, 5, -50, -1])
def test_a_session_with_one_letter_changed_is_empty(place: int) -> None:
    text = SessionStore().encode({"long": "e" * 300})
    letters = list(text)
    letters[place] = "a" if letters[place] != "a" else "b"
    assert SessionStore().decode("".join(letters)) == {}


@pytest.mark.parametrize("text", ["", ":", "::", "a:b:c", "é:é:é"])
def test_what_is_no_session_is_empty(text: str) -> None:
    assert SessionStore().decode(text) == {}


def test_a_session_that_ended_is_empty_and_gets_another_key() -> None:
    store = SessionStore()
    store["seen"] = 1
    store.set_expiry(timezone.now() - timedelta(seconds=1))
    store.save()
    again = SessionStore(store.session_key)
    assert again.load() == {}
    assert again.session_key is None


@pytest.mark.parametrize("key", ["a" * 32, "' OR 1=1 --", "é" * 8, "a" * 8 + "\0"])
def test_a_key_that_was_made_up_opens_nothing(key: str) -> None:
    assert SessionStore(key).load() == {}


def test_an_account_is_read_as_django_itself_reads_it() -> None:
    user = factories.user()
    found, expected = Accounts().get_user(user.pk), ModelBackend().get_user(user.pk)
    assert found is not None
    assert expected is not None
    fields = [field.attname for field in User._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(expected, name) for name in fields]
    assert not found._state.adding


def test_a_closed_or_unknown_account_is_nobody() -> None:
    user = factories.user(is_active=False)
    assert Accounts().get_user(user.pk) is None
    assert Accounts().get_user(user.pk + 1) is None


def test_closing_an_account_ends_its_session_at_once(client: Client) -> None:
    user = factories.user()
    client.force_login(user)
    assert client.get("/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/").status_code == 302


def test_a_database_that_is_away_is_not_taken_for_a_session_that_was_deleted() -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database is away")

    session = SessionStore()
    session.create()
    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        session.save()
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()


def test_what_a_session_holds_is_stored_under_its_key_alone_until_it_ends() -> None:
    session, other = SessionStore(), SessionStore()
    session.create()
    other.create()
    session["name"] = "Zoë"
    session.set_expiry(60)
    session.save()
    assert SessionStore(session.session_key)["name"] == "Zoë"
    assert SessionStore(other.session_key).is_empty() is False
    assert "name" not in SessionStore(other.session_key)
    ends = Session.objects.get(pk=session.session_key).expire_date
    assert abs(ends - timezone.now() - timedelta(seconds=60)) < timedelta(seconds=30)
