"""What the desk fills in about an ambassador."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AmbassadorForm(forms.Form):
    """Who, and with which social media account."""

    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("Of an existing account here."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"invalid": _("Check the address: it looks like name@example.org.")},
    )
    account = forms.CharField(
        label=_("Account on social media"),
        help_text=_("As it is called in requests, for example “Instagram @name”."),
        max_length=160,
    )
