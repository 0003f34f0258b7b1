"""What is filled in to take consent back: which uses, and at the desk how it was asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consent import private_numbers
from consent.models import Use
from consent.taken_back import Asked, How

ALL, SOME = "all", "some"
FILL_IN = {"required": _("Fill this in.")}


class UsesForm(forms.Form):
    """Everything, or some uses. Nothing said is everything: one press of a button is enough."""

    what = forms.ChoiceField(
        choices=[(ALL, _("The whole permission")), (SOME, _("Only for what I tick below"))],
        widget=forms.RadioSelect,
        required=False,
        label=_("What is taken back?"),
    )
    uses = forms.MultipleChoiceField(label=_("For which use?"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, uses: Sequence[Use], **kwargs: Any) -> None:
        """Offer the uses that still stand."""
        super().__init__(*args, **kwargs)
        field = self.fields["uses"]
        if not isinstance(field, forms.MultipleChoiceField):
            raise TypeError(type(field).__name__)
        field.choices = [(str(use.pk), f"{use.get_channel_display()}: {use.name}") for use in uses]

    def clean(self) -> dict[str, Any]:
        """Ask for a tick where only some are meant."""
        cleaned = super().clean() or {}
        if cleaned.get("what") == SOME and "uses" in cleaned and not cleaned["uses"]:
            self.add_error("uses", _("Tick at least one."))
        return cleaned

    def chosen(self) -> frozenset[int] | None:
        """Return the uses of a valid form, or None for everything."""
        return frozenset(map(int, self.cleaned_data["uses"])) if self.cleaned_data["what"] == SOME else None


class OnBehalfForm(UsesForm):
    """The same at the desk, with who asked it, how and when. Why is not asked."""

    how = forms.ChoiceField(
        label=_("How was it asked?"),
        choices=[(one.value, capfirst(one.label)) for one in How],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    who = forms.CharField(
        label=_("Who asked it?"),
        help_text=_("The name, and who this is to the person in the recording. Do not write down why."),
        max_length=150,
        validators=[private_numbers.refuse],
        error_messages=FILL_IN,
    )
    on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**FILL_IN, "invalid": _("Choose a date.")},
    )
    field_order = ("what", "uses", "how", "who", "on")

    def __init__(self, *args: Any, uses: Sequence[Use], **kwargs: Any) -> None:
        """Ask what is meant: at the desk nothing goes by a bare press."""
        super().__init__(*args, uses=uses, **kwargs)
        what = self.fields["what"]
        what.required, what.error_messages["required"] = True, str(_("Choose one."))
        if isinstance(what, forms.ChoiceField):
            what.choices = [(ALL, _("The whole permission")), (SOME, _("Only for what is ticked below"))]
        today = timezone.localdate()
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def asked(self, by: User) -> Asked:
        """Return how it was asked, of a valid form."""
        values = self.cleaned_data
        return Asked(how=How(values["how"]), who=" ".join(values["who"].split()), on=values["on"], by=by)
