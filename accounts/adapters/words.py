"""What is said when something is not right: our words instead of django-allauth's, in both languages."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TOO_OFTEN = _("You tried too often. Wait a few minutes and try again.")
WRONG_PASSWORD = _("This is not your password. Check it and try again.")

ERRORS: "dict[str, StrPromise]" = {
    "account_inactive": _("This account is closed. Ask the desk."),
    "cannot_remove_primary_email": _("This is the address that you log in with, so it stays."),
    "duplicate_email": _("This is your address already."),
    "email_password_mismatch": _("This email address and password do not belong together. Check both and try again."),
    "email_taken": _("This address cannot be used. Choose another."),
    "enter_current_password": WRONG_PASSWORD,
    "incorrect_code": _("This code is not right. Check the newest mail and type its eight digits."),
    "incorrect_password": WRONG_PASSWORD,
    "invalid_or_expired_key": _("This link does not work any more. Ask for a new one."),
    "invalid_login": _("Fill in your email address."),
    "invalid_password_reset": _("This link does not work any more. Ask for a new one."),
    "max_email_addresses": _("You have %d addresses, which is the most that an account can have."),
    "too_many_login_attempts": TOO_OFTEN,
    "unknown_email": _("This address cannot be used. Choose another."),
    "unverified_primary_email": _("First confirm your address with the code in your mail."),
    "select_only_one": _("Choose one of them."),
    "same_as_current": _("This is what you have already. Fill in something else."),
    "rate_limited": TOO_OFTEN,
}

WEAK: "dict[str, StrPromise]" = {
    "password_too_short": _("This password is too short. Use at least 12 characters."),
    "password_too_common": _("Many people use this password, so it is easy to guess. Choose another."),
    "password_too_similar": _("This password looks like your name or address. Choose another."),
}
"""By the code of Django's own validators, whose words are not in Dutch."""
