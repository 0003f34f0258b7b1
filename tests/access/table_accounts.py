"""The access matrix of signing up and in. Columns: anonymous, owner, other, signer, reviewer, administrator, unverified."""

from typing import Any

from tests.access.lines import Line, line, nothing
from tests.access.world import World


def passkey(_: World) -> dict[str, Any]:
    """A passkey that nobody has."""
    return {"pk": 1}


ACCOUNTS: dict[str, Line] = {
    "account_login": line("GET", nothing, 200, 302, 302, 200, 302, 302, 302),
    "account_logout": line("POST", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "account_reauthenticate": line("GET", nothing, "login", 200, 200, "login", 200, 200, 200),
    "account_request_login_code": line("GET", nothing, 200, 302, 302, 200, 302, 302, 302),
    "account_confirm_login_code": line("GET", nothing, "login", 302, 302, "login", 302, 302, 302),
    "account_inactive": line("GET", nothing, 200, 200, 200, 200, 200, 200, 200),
    "account_signup": line("GET", nothing, 200, 302, 302, 200, 302, 302, 302),
    "account_email_verification_sent": line("GET", nothing, "login", 302, 302, "login", 302, 302, 302),
    "account_email": line("GET", nothing, "login", 200, 200, "login", 200, 200, 200),
    "account_change_password": line("GET", nothing, "login", 200, 200, "login", 200, 200, 200),
    "account_set_password": line("GET", nothing, "login", 302, 302, "login", 302, 302, 302),
    "account_reset_password": line("GET", nothing, 200, 200, 200, 200, 200, 200, 200),
    "account_confirm_password_reset_code": line("GET", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "account_complete_password_reset": line("GET", nothing, 302, 302, 302, 302, 302, 302, 302),
    "account_password_reset_completed": line("GET", nothing, 200, 200, 200, 200, 200, 200, 200),
    "mfa_index": line("GET", nothing, "login", 200, 200, "login", 200, 200, 200),
    "mfa_authenticate": line("GET", nothing, "login", 302, 302, "login", 302, 302, 302),
    "mfa_reauthenticate": line("GET", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "mfa_activate_totp": line("GET", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "mfa_deactivate_totp": line("GET", nothing, "login", 404, 404, "login", 404, 404, 404),
    "mfa_view_recovery_codes": line("GET", nothing, "login", 404, 404, "login", 404, 404, 404),
    "mfa_generate_recovery_codes": line("GET", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "mfa_download_recovery_codes": line("GET", nothing, "login", 404, 404, "login", 404, 404, 404),
    "mfa_list_webauthn": line("GET", nothing, "login", 200, 200, "login", 200, 200, 200),
    "mfa_add_webauthn": line("GET", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "mfa_reauthenticate_webauthn": line("GET", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "mfa_remove_webauthn": line("GET", passkey, "login", "login", "login", "login", "login", "login", "login"),
    "mfa_edit_webauthn": line("GET", passkey, "login", "login", "login", "login", "login", "login", "login"),
    "mfa_login_webauthn": line("POST", nothing, "login", 302, 302, "login", 302, 302, 302),
    "openid_connect_login": line("GET", nothing, 404, 404, 404, 404, 404, 404, 404),
    "openid_connect_callback": line("GET", nothing, 404, 404, 404, 404, 404, 404, 404),
    "socialaccount_login_cancelled": line("GET", nothing, 200, 200, 200, 200, 200, 200, 200),
    "socialaccount_login_error": line("GET", nothing, "login", 401, 401, "login", 401, 401, 401),
    "socialaccount_signup": line("GET", nothing, "login", "login", "login", "login", "login", "login", "login"),
    "socialaccount_connections": line("GET", nothing, "login", 200, 200, "login", 200, 200, 200),
    "set_language": line("POST", nothing, 302, 302, 302, 302, 302, 302, 302),
}
