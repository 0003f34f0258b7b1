"""Passkeys at the server: answers that somebody made up, and passkeys of others. The real ones are in tests/browser."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts import factors
from accounts.models import Role, User
from tests import factories

pytestmark = pytest.mark.django_db

MADE_UP = [
    "",
    "null",
    "[]",
    "{}",
    "3",
    '"x"',
    "*))\0nosuchvalue",
    "*)(uid=*))(|(uid=*",
    json.dumps({"id": "x"}),
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}),
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": []}),
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": {"userHandle": "eA", "signature": 3}}),
    json.dumps(
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "eA",
                "attestationObject": "eA",
                "authenticatorData": "eA",
                "signature": "eA",
            },
        }
    ),
    json.dumps(
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "attestationObject": "oA",
                "authenticatorData": "eA",
                "signature": "eA",
                "userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5",
            },
        }
    ),
]


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER, language="en")


@pytest.mark.parametrize("answer", MADE_UP)
def test_a_made_up_answer_logs_nobody_in_and_breaks_nothing(client: Client, answer: str) -> None:
    client.get("/login/passkey/", headers={"Accept": "application/json"})
    said = client.post("/login/passkey/", {"credential": answer})
    assert (said.status_code, said["Location"].startswith("/login/")) == (302, True)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("answer", MADE_UP)
def test_a_made_up_answer_adds_confirms_and_opens_nothing(client: Client, rosa: User, answer: str) -> None:
    factories.log_in(client, rosa)
    client.get("/factor/passkeys/add/")
    assert client.post("/factor/passkeys/add/", {"credential": answer, "name": "x"}).status_code == 422
    assert not Authenticator.objects.exists()
    TOTP.activate(rosa, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    second = Client()
    second.post("/login/", {"login": rosa.email, "password": factories.PASSWORD})
    second.get("/factor/code/")
    assert second.post("/factor/code/", {"credential": answer}).status_code == 422
    assert "_auth_user_id" not in second.session


def test_the_desks_last_passkey_stays(client: Client, rosa: User) -> None:
    key = Authenticator.objects.create(user=rosa, type="webauthn", data={"name": "My phone", "credential": {}})
    factories.log_in(client, rosa)
    assert client.post(f"/factor/passkeys/{key.pk}/remove/").status_code == 422
    assert factors.has(rosa)
    TOTP.activate(rosa, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert client.post(f"/factor/passkeys/{key.pk}/remove/").status_code == 302
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_nobody_touches_the_passkey_of_another(client: Client, rosa: User) -> None:
    sam = factories.user()
    key = Authenticator.objects.create(user=sam, type="webauthn", data={"name": "Sam's", "credential": {}})
    factories.log_in(client, rosa)
    assert client.post(f"/factor/passkeys/{key.pk}/remove/").status_code == 404
    assert client.post(f"/factor/passkeys/{key.pk}/edit/", {"name": "mine"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Sam's"


def test_a_page_allows_passkeys_for_this_site_only(client: Client) -> None:
    policy = client.get("/login/")["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in policy
    assert "publickey-credentials-create=(self)" in policy
