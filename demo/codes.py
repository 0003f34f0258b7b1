"""The second factor in the demo: its accounts of the desk have one already, and anybody may read its code."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt

from accounts.models import User


def set_up(user: User) -> None:
    """Give an account an authenticator app of which only the demo knows the secret, and recovery codes."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def present(user: User) -> str | None:
    """Return the code that counts for an account now, or nothing when it has no app.

    A code counts once: when that of this half minute was used, it is the next one's, which is taken already.
    """
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None:
        return None
    now = int(time.time()) // app_settings.TOTP_PERIOD
    counter = min(max(now, app.data.get("used", 0) + 1), now + app_settings.TOTP_TOLERANCE)
    return str(format_hotp_value(hotp_value(decrypt(app.data["secret"]), counter)))
