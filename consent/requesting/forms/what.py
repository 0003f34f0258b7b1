"""Step 1: what and why."""

from typing import Any

from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consent.models import Medium, Origin, PermittedParty, Programme, Request
from consent.requesting.forms.base import ShownWhen, StepForm, cards, stored
from consent.requesting.operations import Details
from consent.templatetags.akkoord import pictogram


def media_choices() -> list[tuple[str, SafeString]]:
    """Return the media with their pictograms."""
    return [(value, format_html("{}{}", pictogram(value), str(label).capitalize())) for value, label in Medium.choices]


def party_choices() -> list[tuple[str, str]]:
    """Return who can get the permission, with the organisation's own name."""
    names = {
        PermittedParty.STUDENT: _("Me, the student"),
        PermittedParty.ORGANISATION: settings.ORGANISATION,
        PermittedParty.OTHER: _("Another party"),
    }
    return [(value.value, str(name)) for value, name in names.items()]


class ProgrammeField(forms.ModelChoiceField):  # type: ignore[type-arg] # it takes no argument when it runs
    """Programmes in the reader's language."""

    def label_from_instance(self, programme: Programme) -> str:
        """Return a programme's name."""
        return programme.name_nl if get_language() == "nl" else programme.name_en


class WhatForm(StepForm):
    """What is made and why, by whom, and whether it exists already (consent-form.md, A; G1, G7)."""

    needed = ("title", "purpose", "media", "origin", "programme", "permitted_party")
    sometimes = ("existing_date", "existing_source", "existing_owner", "affiliation", "permitted_party_name")
    free_text = (
        "title",
        "purpose",
        "existing_source",
        "existing_owner",
        "affiliation",
        "supervisor_name",
        "permitted_party_name",
    )

    title = forms.CharField(
        label=_("Short title"),
        max_length=120,
        help_text=_("For yourself and the desk, for example “A day on ward C4”."),
    )
    purpose = forms.CharField(
        label=_("What do you make, and why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Everybody who is asked reads this. "
            "Never write a citizen service number (BSN), a patient number or a diagnosis."
        ),
    )
    media = forms.MultipleChoiceField(  # type: ignore[assignment] # a field never becomes an attribute of the class
        label=_("What kind of recording?"),
        choices=media_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that apply. Being heard counts as much as being seen."),
    )
    origin = forms.ChoiceField(
        label=_("Is it new?"),
        choices=[
            (Origin.NEW, _("New: it is still to be recorded")),
            (Origin.EXISTING, _("Already made, or from a lesson")),
        ],
        widget=forms.RadioSelect,
    )
    existing_date = forms.DateField(
        label=_("When was it made?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    existing_source = forms.CharField(
        label=_("Where does it come from?"), max_length=200, help_text=_("For example: recorded lecture, course 3.")
    )
    existing_owner = forms.CharField(label=_("Whose is it?"), max_length=160)
    programme = ProgrammeField(
        label=_("Your programme"), queryset=Programme.objects.filter(active=True), empty_label=_("Choose …")
    )
    affiliation = forms.CharField(label=_("Your faculty or university"), max_length=160)
    supervisor_name = forms.CharField(label=_("Supervisor"), max_length=120)
    supervisor_mail = forms.EmailField(label=_("Supervisor's email"), max_length=254)
    permitted_party = forms.ChoiceField(
        label=_("Who gets the permission?"), choices=party_choices, widget=forms.RadioSelect
    )
    permitted_party_name = forms.CharField(label=_("Name of that party"), max_length=160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("programme")
        if chosen:  # a request keeps a programme that was retired since
            offered = Programme.objects.filter(Q(active=True) | Q(pk=chosen.pk))
            self.fields["programme"].queryset = offered  # type: ignore[attr-defined] # it is a ProgrammeField
        elsewhere = " ".join(str(key) for key in Programme.objects.filter(elsewhere=True).values_list("pk", flat=True))
        self.helper.layout = Layout(
            "title",
            "purpose",
            Field("media", wrapper_class=cards(columns=True)),
            Field("origin", wrapper_class=cards(columns=True)),
            ShownWhen(
                f"origin={Origin.EXISTING}",
                Div("existing_date", css_class="field-short"),
                Div("existing_source", "existing_owner", css_class="row-fields"),
            ),
            Fieldset(
                _("About you"),
                "programme",
                ShownWhen(f"programme={elsewhere}", "affiliation"),
                Div("supervisor_name", "supervisor_mail", css_class="row-fields"),
                Field("permitted_party", wrapper_class=cards(columns=True)),
                ShownWhen(f"permitted_party={PermittedParty.OTHER}", "permitted_party_name"),
                css_class="form-section",
            ),
        )

    def clean(self) -> None:
        """Ask what an answer makes necessary."""
        values = self.cleaned_data
        if values.get("origin") == Origin.EXISTING:
            self.need("existing_date", _("Say when it was made."))
            self.need("existing_source", _("Say where it comes from."))
            self.need("existing_owner", _("Say whose it is."))
            if (made := values.get("existing_date")) and made > timezone.localdate():
                self.add_error("existing_date", str(_("This day is still to come. Is it a new recording?")))
        if (programme := values.get("programme")) and programme.elsewhere:
            self.need("affiliation", _("Name your faculty or university."))
        if values.get("permitted_party") == PermittedParty.OTHER:
            self.need("permitted_party_name", _("Name the party that gets the permission."))

    def details(self) -> Details:
        """Return the valid fields; the programme by its key."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"media", "programme"}}
        if "programme" in self.cleaned_data:
            programme = self.cleaned_data["programme"]
            values["programme_id"] = programme.pk if programme else None
        return Details(**values)

    @staticmethod
    def initial_of(request: Request) -> dict[str, Any]:
        """Return what is stored."""
        names = [name for name in WhatForm.base_fields if name != "media"]
        return {**stored(request, names), "media": list(request.media.values_list("medium", flat=True))}
