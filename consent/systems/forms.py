"""What an administrator fills in about a system."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import Scope, Told
from consent.systems.sending import may_be_told

LONGEST = timedelta(days=730)
USUAL = timedelta(days=365)
LONGEST_ADDRESS = 500
"""Also when letters with accents in it are written as they are sent, three signs or more each."""


class SystemForm(forms.Form):
    """A new system: how it is called, what it may ask, and until when."""

    name = forms.CharField(
        label=gettext_lazy("Name of the system"),
        max_length=80,
        help_text=gettext_lazy("For example: image bank."),
        error_messages={"required": gettext_lazy("Fill in a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may ask"),
        choices=[(one.value, capfirst(one.label)) for one in Scope],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Last day on which the token works"),
        help_text=gettext_lazy("At most two years from now. After that, make a new token."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=lambda: timezone.localdate() + USUAL,
        error_messages={"required": gettext_lazy("Choose a day."), "invalid": gettext_lazy("Choose a day.")},
    )

    def clean_expires_on(self) -> date:
        """Return a day that comes, and not too late."""
        day: date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day between today and two years from now."))
        return day


class HookForm(forms.Form):
    """Where a system is told, and of what."""

    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_ADDRESS,
        assume_scheme="https",
        help_text=gettext_lazy("Begins with https://. What happens is sent there."),
        error_messages={
            "required": gettext_lazy("Fill in an address."),
            "invalid": gettext_lazy("Fill in a whole address, such as https://images.example.org/consent."),
        },
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What it is told of"),
        choices=[(one.value, capfirst(one.label)) for one in Told],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def clean_url(self) -> str:
        """Return an address that may be sent to."""
        url: str = iri_to_uri(self.cleaned_data["url"]) or ""
        if len(url) > LONGEST_ADDRESS or not may_be_told(url):
            raise forms.ValidationError(
                _("This address cannot be used. It must begin with https:// and hold no name, password or accents.")
            )
        return url
