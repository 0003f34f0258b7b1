"""Addresses of signing up, in and out. The names are django-allauth's own, which its flows look up."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as institution
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path

from accounts import views

INSTITUTION = {"provider_id": "institution"}
"""There is one: whatever the environment configures."""

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("login/again/", account.reauthenticate, name="account_reauthenticate"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("login/closed/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("signup/confirm/", account.email_verification_sent, name="account_email_verification_sent"),
    path("account/email/", account.email, name="account_email"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/confirm/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("password/reset/complete/", account.complete_password_reset, name="account_complete_password_reset"),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("factor/", factor.index, name="mfa_index"),
    path("factor/code/", factor.authenticate, name="mfa_authenticate"),
    path("factor/again/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("factor/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factor/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("factor/recovery/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("factor/passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("factor/passkeys/add/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("factor/passkeys/again/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factor/passkeys/<int:pk>/remove/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("factor/passkeys/<int:pk>/edit/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("login/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("institution/login/", oidc.login, INSTITUTION, name="openid_connect_login"),
    path("institution/login/callback/", oidc.callback, INSTITUTION, name="openid_connect_callback"),
    path("institution/cancelled/", institution.login_cancelled, name="socialaccount_login_cancelled"),
    path("institution/error/", institution.login_error, name="socialaccount_login_error"),
    path("institution/signup/", institution.signup, name="socialaccount_signup"),
    path("institution/", institution.connections, name="socialaccount_connections"),
    path("language/", views.language, name="set_language"),
]
