"""An invitation makes one account, with the address and role that the desk chose."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import AccountEventKind, Invite, Role, User
from tests import factories
from tests.accounts import post

pytestmark = pytest.mark.django_db
WORDS = "correct horse battery"


def invite(**fields: object) -> str:
    """Invite Lucía as a reviewer, and return the token of the link."""
    token, token_hash = tokens.new()
    now = timezone.now()
    values = {"email": "lucia@valencia.example", "role": Role.REVIEWER, "made_at": now} | fields
    values.setdefault("expires_at", now + timedelta(days=14))
    Invite.objects.create(token_hash=token_hash, made_by=factories.user("ada@desk.example"), **values)
    return token


def sign_up(client: Client, **more: str):
    return client.post("/signup/", {"name": "Lucía", "password1": WORDS} | more)


def test_the_account_gets_the_invited_address_and_role_whatever_is_sent(client: Client) -> None:
    token = invite()
    assert client.post(f"/invitation/{token}/")["Location"] == "/signup/"
    assert 'value="lucia@valencia.example"' in client.get("/signup/").content.decode()
    sign_up(client, email="eve@students.uu.nl", role="administrator")
    user = User.objects.get(name="Lucía")
    assert (user.email, user.role) == ("lucia@valencia.example", Role.REVIEWER)
    assert post.logged_in(client)
    assert user.trace.get(kind=AccountEventKind.SIGNED_UP).detail["role"] == Role.REVIEWER
    assert Invite.objects.get().accepted_at is not None


def test_who_has_just_chosen_a_password_sets_the_second_step_up_without_typing_it_again(client: Client) -> None:
    client.post(f"/invitation/{invite()}/")
    sign_up(client)
    assert client.get("/").headers["Location"] == "/factor/app/"
    assert client.get("/factor/app/").status_code == 200


def test_looking_at_an_invitation_uses_nothing_up(client: Client) -> None:
    token = invite()
    for _ in range(2):
        assert client.get(f"/invitation/{token}/").status_code == 200
    assert client.session.get("invite") is None


def test_an_invitation_works_once(client: Client) -> None:
    token = invite()
    both = [client, Client()]
    for browser in both:
        browser.post(f"/invitation/{token}/")
    sign_up(both[0])
    sign_up(both[1], name="Another")
    assert not post.logged_in(both[1])
    assert User.objects.filter(email="lucia@valencia.example").count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"accepted_at": timezone.now()}, "An account was made with this invitation."),
        ({"revoked_at": timezone.now()}, "The desk took this invitation back."),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "This invitation has expired."),
    ],
)
def test_an_invitation_that_is_over_says_why(client: Client, fields: dict[str, object], words: str) -> None:
    client.cookies["language"] = "en"
    token = invite(**fields)
    page = client.get(f"/invitation/{token}/")
    assert page.status_code == 410
    assert words in page.content.decode()
    client.post(f"/invitation/{token}/")
    assert client.session.get("invite") is None


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_an_invitation_that_ends_while_it_is_filled_in_makes_no_account(
    client: Client, change: dict[str, object]
) -> None:
    client.post(f"/invitation/{invite()}/")
    Invite.objects.update(**change)
    sign_up(client, email="lucia@valencia.example")
    assert not User.objects.filter(name="Lucía").exists()


def test_who_is_logged_in_must_log_out_first(client: Client) -> None:
    token = invite()
    client.force_login(factories.user())
    client.post(f"/invitation/{token}/")
    assert client.session.get("invite") is None


def test_one_bit_off_is_no_invitation(client: Client) -> None:
    token = invite()
    assert client.get(f"/invitation/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}/").status_code == 410
