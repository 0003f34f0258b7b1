"""The ways around a lost second factor or password: each of them still meets the second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.models import Role, User
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "quite-another-password-1"


@pytest.fixture
def rosa() -> User:
    user = factories.user("rosa@desk.example", role=Role.REVIEWER, language="en")
    TOTP.activate(user, SECRET)
    return user


def test_logging_in_by_a_mailed_code_still_meets_the_second_factor(
    client: Client, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = _letters(monkeypatch)
    client.post("/login/code/", {"email": rosa.email})
    answer = client.post("/login/code/confirm/", {"code": sent[-1]["context"]["code"], "action": "verify"})
    assert answer["Location"] == "/factor/code/"
    assert "_auth_user_id" not in client.session
    assert client.get("/desk/")["Location"].startswith("/login/")


def test_choosing_a_new_password_still_meets_the_second_factor(
    client: Client, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = _letters(monkeypatch)
    client.post("/password/reset/", {"email": rosa.email})
    client.post("/password/reset/confirm/", {"code": sent[-1]["context"]["code"], "action": "verify"})
    client.post("/password/reset/complete/", {"password1": NEW, "password2": NEW})
    rosa.refresh_from_db()
    assert rosa.check_password(NEW)
    assert client.get("/desk/")["Location"].startswith("/login/")
    assert client.post("/login/", {"login": rosa.email, "password": NEW})["Location"] == "/factor/code/"
    assert client.get("/desk/")["Location"].startswith("/login/")


def test_recovery_codes_alone_are_no_second_factor(client: Client, rosa: User) -> None:
    RecoveryCodes.activate(rosa)
    Authenticator.objects.filter(user=rosa, type="totp").delete()
    client.post("/login/", {"login": rosa.email, "password": factories.PASSWORD})
    assert client.get("/desk/")["Location"] == "/factor/app/"


def test_ten_codes_work_ten_times_in_all(client: Client, rosa: User) -> None:
    spare = RecoveryCodes.activate(rosa).get_unused_codes()
    for one in spare:
        browser = Client()
        browser.post("/login/", {"login": rosa.email, "password": factories.PASSWORD})
        assert browser.post("/factor/code/", {"code": one}).status_code == 302
    client.post("/login/", {"login": rosa.email, "password": factories.PASSWORD})
    assert client.post("/factor/code/", {"code": spare[0]}).status_code == 422


def _letters(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    sent: list[dict] = []
    monkeypatch.setattr("accounts.adapters.account.letters.send", lambda **letter: sent.append(letter))
    return sent
