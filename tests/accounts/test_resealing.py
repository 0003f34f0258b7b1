"""After a new secret key: what was sealed with the old one is sealed anew, and the old one can go."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db

NEW = "another-secret-key-of-more-than-fifty-characters-here"


@pytest.fixture
def sam() -> User:
    return factories.user()


def run() -> str:
    said = StringIO()
    call_command("renew_secrets", stdout=said)
    return said.getvalue()


def test_app_and_recovery_codes_open_without_the_old_key_afterwards(settings: Settings, sam: User) -> None:
    secret = generate_totp_secret()
    app = TOTP.activate(sam, secret).instance
    codes = RecoveryCodes.activate(sam).get_unused_codes()
    old, settings.SECRET_KEY = settings.SECRET_KEY, NEW
    settings.SECRET_KEY_FALLBACKS = [old]
    assert run().startswith("2 second factors")
    settings.SECRET_KEY_FALLBACKS = []
    app.refresh_from_db()
    assert decrypt(app.data["secret"]) == secret
    recovery = Authenticator.objects.get(user=sam, type=Authenticator.Type.RECOVERY_CODES)
    assert RecoveryCodes(recovery).get_unused_codes() == codes


def test_what_no_known_key_opens_is_counted_and_left_as_it_is(settings: Settings, sam: User) -> None:
    app = TOTP.activate(sam, generate_totp_secret()).instance
    before = app.data["secret"]
    settings.SECRET_KEY = NEW
    with pytest.raises(CommandError, match="1 second factors open with no key"):
        run()
    app.refresh_from_db()
    assert app.data["secret"] == before
