"""Addresses of signing up, in and out. The names are django-allauth's own, which its flows look up."""

from allauth.account import views as account
from django.urls import include, path

from accounts import views
from accounts.entry import views as entry
from accounts.factor import views as factor
from accounts.institution import views as institution

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("login/again/", account.reauthenticate, name="account_reauthenticate"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", entry.ConfirmLoginCode.as_view(), name="account_confirm_login_code"),
    path("login/closed/", account.account_inactive, name="account_inactive"),
    path("signup/", entry.sign_up, name="account_signup"),
    path("signup/confirm/", entry.confirm_address, name="account_email_verification_sent"),
    path("invitation/<str:token>/", entry.accept_invite, name="accept_invite"),
    path("account/email/", account.email, name="account_email"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/confirm/", entry.ConfirmResetCode.as_view(), name="account_confirm_password_reset_code"),
    path("password/reset/complete/", account.complete_password_reset, name="account_complete_password_reset"),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("factor/", factor.index, name="mfa_index"),
    path("factor/code/", factor.enter, name="mfa_authenticate"),
    path("factor/again/", factor.confirm, name="mfa_reauthenticate"),
    path("factor/app/", factor.set_up_app, name="mfa_activate_totp"),
    path("factor/app/remove/", factor.remove_app, name="mfa_deactivate_totp"),
    path("factor/recovery/", factor.show_recovery_codes, name="mfa_view_recovery_codes"),
    path("factor/recovery/new/", factor.make_recovery_codes, name="mfa_generate_recovery_codes"),
    path("factor/passkeys/add/", factor.add_passkey, name="mfa_add_webauthn"),
    path("factor/passkeys/again/", factor.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("factor/passkeys/<int:pk>/remove/", factor.remove_passkey, name="mfa_remove_webauthn"),
    path("factor/passkeys/<int:pk>/edit/", factor.rename_passkey, name="mfa_edit_webauthn"),
    path("login/passkey/", factor.log_in_by_passkey, name="mfa_login_webauthn"),
    path("institution/login/", institution.login, name="openid_connect_login"),
    path("institution/login/callback/", institution.callback, name="openid_connect_callback"),
    path("language/", views.language, name="set_language"),
    path("account/", include("accounts.me.urls")),
    path("", include("accounts.people.urls")),
]
