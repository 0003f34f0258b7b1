"""What the desk fills in to open the representative's route."""

from datetime import date

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.review.representing.operations import Agreement, Representative

FILL_IN = {"required": _("Fill this in.")}


class RouteForm(forms.Form):
    """Who signs, and who agreed that they may. No diagnosis: why they may sign, not what somebody has."""

    name = forms.CharField(label=_("Name of the representative"), max_length=150, error_messages=FILL_IN)
    relation = forms.CharField(
        label=_("Who is this to them?"),
        help_text=_("For example mentor, curator, partner or brother."),
        max_length=80,
        error_messages=FILL_IN,
    )
    mail = forms.EmailField(
        label=_("Email of the representative"),
        help_text=_("May be empty: then the requester shows a QR code or hands over the device."),
        max_length=254,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the form"), choices=settings.LANGUAGES, initial="nl")
    reason = forms.CharField(
        label=_("Why may this person sign?"),
        help_text=_("For example: appointed by the court. No diagnosis."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=FILL_IN,
    )
    officer = forms.CharField(
        label=_("Name of the data protection officer who agreed"), max_length=150, error_messages=FILL_IN
    )
    agreed_on = forms.DateField(
        label=_("Agreed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**FILL_IN, "invalid": _("Choose a date.")},
    )

    def clean_agreed_on(self) -> date:
        """Object to a day that is still to come."""
        day: date = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(str(_("This day is still to come.")))
        return day

    def representative(self) -> Representative:
        """Return who will sign, of a valid form."""
        values = self.cleaned_data
        return Representative(
            name=values["name"], relation=values["relation"], mail=values["mail"], language=values["language"]
        )

    def agreement(self) -> Agreement:
        """Return what was agreed, of a valid form."""
        values = self.cleaned_data
        return Agreement(officer=values["officer"], agreed_on=values["agreed_on"], reason=values["reason"])
