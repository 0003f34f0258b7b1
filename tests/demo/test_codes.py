"""The second factor in the demo."""

import copy
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import factors
from accounts.models import Role, User
from tests import factories
from tests.accounts.test_factor import SECRET, code, password

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa() -> User:
    return factories.user("rosa@desk.example", role=Role.REVIEWER, language="en")


@pytest.fixture
def app(rosa: User) -> Authenticator:
    return TOTP.activate(rosa, SECRET).instance


def test_the_demos_card_shows_the_code_in_the_demo_and_nowhere_else(
    client: Client, rosa: User, app: Authenticator, settings
) -> None:
    password(client, rosa)
    shown = client.get("/factor/code/").content.decode()
    assert any(f"data-demo-code>{one}<" in shown for one in (code(), code(-1)))
    outside = copy.deepcopy(settings.TEMPLATES)
    outside[0]["OPTIONS"]["context_processors"].remove("demo.context.logins")
    settings.TEMPLATES, settings.DEMO = outside, False
    assert "data-demo-code" not in client.get("/factor/code/").content.decode()


def test_the_demos_command_prints_the_code_that_counts_now(rosa: User, app: Authenticator, settings) -> None:
    said = StringIO()
    call_command("demo_code", "Rosa@desk.example", stdout=said)
    assert said.getvalue().strip() in {code(), code(-1)}
    factors.spend(app, code())
    said = StringIO()
    call_command("demo_code", "rosa@desk.example", stdout=said)
    assert said.getvalue().strip() in {code(1), code()}
    with pytest.raises(CommandError):
        call_command("demo_code", "nobody@desk.example")
    settings.DEMO = False
    with pytest.raises(CommandError, match="Only in the demo"):
        call_command("demo_code", "rosa@desk.example")
