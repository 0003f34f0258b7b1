"""What people fill in about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """The name of an account."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("People you ask for consent see this name."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in your name.")},
    )

    def clean_name(self) -> str:
        """Keep a name on one line."""
        return " ".join(str(self.cleaned_data["name"]).split())
