"""The login form."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """Mail address and password. One message for every failure, so that it tells nobody which addresses exist."""

    error_messages = {
        "invalid_login": _("This email address and password do not belong together. Check both and try again."),
        "inactive": _("This email address and password do not belong together. Check both and try again."),
    }

    username = forms.EmailField(
        label=_("Email address"), widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
