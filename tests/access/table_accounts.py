"""The access matrix of signing up and in. Columns: anonymous, owner, other, signer, reviewer, administrator, unverified."""

from typing import Any

from tests.access.lines import Line, line, nothing
from tests.access.world import World


def passkey(_: World) -> dict[str, Any]:
    """A passkey that nobody has."""
    return {"pk": 1}


def no_invite(_: World) -> dict[str, Any]:
    """An invitation that nobody sent."""
    return {"token": "nothing"}


ACCOUNTS: dict[str, Line] = {
    "account_login": line("GET", nothing, 200, 302, 302, 200, 302, 302, "factor"),
    "account_logout": line("POST", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "account_reauthenticate": line("GET", nothing, "login", 200, 200, "login", 200, 200, 200),
    "account_request_login_code": line("GET", nothing, 200, 302, 302, 200, 302, 302, "factor"),
    "account_confirm_login_code": line("GET", nothing, "login", 302, 302, "login", 302, 302, "factor"),
    "account_inactive": line("GET", nothing, 200, 200, 200, 200, 200, 200, 200),
    "account_signup": line("GET", nothing, 200, 302, 302, 200, 302, 302, "factor"),
    "account_email_verification_sent": line("GET", nothing, "login", 302, 302, "login", 302, 302, "factor"),
    "accept_invite": line("GET", no_invite, 410, 410, 410, 410, 410, 410, "factor"),
    "account_email": line("GET", nothing, "login", 200, 200, "login", 200, 200, "factor"),
    "account_change_password": line("GET", nothing, "login", 200, 200, "login", 200, 200, "factor"),
    "account_set_password": line("GET", nothing, "login", 302, 302, "login", 302, 302, "factor"),
    "account_reset_password": line("GET", nothing, 200, 200, 200, 200, 200, 200, "factor"),
    "account_confirm_password_reset_code": line(
        "GET", nothing, "login", "login", "login", "login", "login", "login", "factor"
    ),
    "account_complete_password_reset": line("GET", nothing, 302, 302, 302, 302, 302, 302, "factor"),
    "account_password_reset_completed": line("GET", nothing, 200, 200, 200, 200, 200, 200, "factor"),
    "mfa_index": line("GET", nothing, "login", 200, 200, "login", 200, 200, "factor"),
    "mfa_authenticate": line("GET", nothing, "login", 302, 302, "login", 302, 302, "factor"),
    "mfa_reauthenticate": line("GET", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "mfa_activate_totp": line("GET", nothing, "login", "login", "login", "login", 200, 200, "login"),
    "mfa_deactivate_totp": line("GET", nothing, "login", 404, 404, "login", 404, 404, "factor"),
    "mfa_view_recovery_codes": line("GET", nothing, "login", 404, 404, "login", 404, 404, 404),
    "mfa_generate_recovery_codes": line("GET", nothing, "login", "login", "login", "login", 200, 200, "factor"),
    "mfa_add_webauthn": line("GET", nothing, "login", "login", "login", "login", 200, 200, "login"),
    "mfa_reauthenticate_webauthn": line("GET", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "mfa_remove_webauthn": line("GET", passkey, "login", "login", "login", "login", 404, 404, "factor"),
    "mfa_edit_webauthn": line("GET", passkey, "login", "login", "login", "login", 404, 404, "factor"),
    "mfa_login_webauthn": line("POST", nothing, "login", 302, 302, "login", 302, 302, "factor"),
    "openid_connect_login": line("GET", nothing, 404, 404, 404, 404, 404, 404, "factor"),
    "openid_connect_callback": line("GET", nothing, 404, 404, 404, 404, 404, 404, "factor"),
    "set_language": line("POST", nothing, 302, 302, 302, 302, 302, 302, 302),
}
