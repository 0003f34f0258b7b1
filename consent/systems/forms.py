"""What an administrator fills in about a system."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import Scope

LONGEST = timedelta(days=730)
USUAL = timedelta(days=365)


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
        choices=Scope.choices,
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
