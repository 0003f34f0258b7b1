"""What the desk fills in of a person's request."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consent.models import HowKnown, Right, Signer, Subject

FILL_IN = {"required": _("Fill this in.")}


class ReceiveForm(forms.Form):
    """Who asks what, since when, and how we know that it is them."""

    right = forms.ChoiceField(
        label=_("What is asked?"),
        choices=[(one.value, capfirst(one.label)) for one in Right],
        widget=forms.RadioSelect,
        error_messages=FILL_IN,
    )
    name = forms.CharField(label=_("Name"), max_length=150, error_messages=FILL_IN)
    mail = forms.EmailField(label=_("Email"), max_length=254, required=False)
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The answer is due a month after this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**FILL_IN, "invalid": _("Choose a date.")},
    )
    how_known = forms.ChoiceField(
        label=_("How do we know that it is them?"),
        help_text=_("Never copy an identity document."),
        choices=[(one.value, capfirst(one.label)) for one in HowKnown],
        widget=forms.RadioSelect,
        error_messages=FILL_IN,
    )
    wish = forms.CharField(
        label=_("What exactly?"),
        help_text=_("In their own words. No diagnosis."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_received_on(self) -> date:
        """Object to a day that is still to come."""
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(str(_("This day is still to come.")))
        return day


class ChooseForm(forms.Form):
    """Which people in which requests are meant."""

    subjects = forms.MultipleChoiceField(
        label=_("Person and request"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, found: list[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subjects"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [(str(one.pk), f"{one.name}: {one.request.spoken_number} {one.request.title}") for one in found]

    def chosen(self) -> list[int]:
        """Return their keys, of a valid form."""
        return [int(key) for key in self.cleaned_data["subjects"]]


class ReasonForm(forms.Form):
    """Why it takes two months more."""

    reason = forms.CharField(
        label=_("Why is more time needed?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=FILL_IN,
    )


class AnswerForm(forms.Form):
    """What came of it."""

    done = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[("yes", _("It is done as asked")), ("no", _("It is not done"))],
        widget=forms.RadioSelect,
        error_messages=FILL_IN,
    )
    words = forms.CharField(
        label=_("What we tell this person"),
        help_text=_("If it is not done: why. For example a legal hold, or that the proof has to be kept."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where it is not done."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("done") == "no" and not values.get("words", "").strip():
            self.add_error("words", str(_("Say why not: the person has a right to know.")))
        return values


class CorrectForm(forms.Form):
    """The right name and mail of somebody who signs."""

    signer = forms.ChoiceField(label=_("Whose?"), error_messages=FILL_IN)
    name = forms.CharField(label=_("Right name"), max_length=150, error_messages=FILL_IN)
    mail = forms.EmailField(label=_("Right email"), max_length=254, required=False)

    def __init__(self, *args: Any, signers: list[Signer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["signer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [
            (str(one.pk), f"{one.name} ({one.mail or '–'}), {one.subject.request.spoken_number}") for one in signers
        ]
