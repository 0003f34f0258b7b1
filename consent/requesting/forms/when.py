"""Step 4: when and where."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import Request
from consent.requesting.completeness import IN_THE_PAST
from consent.requesting.forms.base import ShownWhen, StepForm, YesNo, cards, stored


def moment(label: Any) -> forms.DateTimeField:
    """Return a field for a day and a time, in the hospital's zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class WhenForm(StepForm):
    """Place, time, ward and who records. For material that exists already only the place, if it is known (G5, G7)."""

    sometimes = ("ward_contact",)
    free_text = ("place", "ward_contact", "recorder")

    starts_at = moment(_("Starts"))
    ends_at = moment(_("Ends"))
    place = forms.CharField(
        label=_("Where?"), max_length=200, help_text=_("Building and room or ward. Never who lies where.")
    )
    clinical_area = YesNo(label=_("Are patients treated there?"))
    ward_contact = forms.CharField(
        label=_("Who on the ward knows about this?"),
        max_length=160,
        help_text=_("Name and phone or mail. They know whether it suits, and for whom."),
    )
    recorder = forms.CharField(
        label=_("Who records?"), max_length=160, help_text=_("Yourself, a fellow student, a company.")
    )

    def __init__(self, *args: Any, existing: bool = False, **kwargs: Any) -> None:
        self.needed = () if existing else ("place", "clinical_area", "starts_at", "ends_at", "recorder")
        super().__init__(*args, **kwargs)
        moments = [] if existing else [Div("starts_at", "ends_at", css_class="row-fields")]
        if existing:
            del self.fields["starts_at"], self.fields["ends_at"]
        self.helper.layout = Layout(
            *moments,
            "place",
            Field("clinical_area", wrapper_class=cards(columns=True)),
            ShownWhen("clinical_area=yes", "ward_contact"),
            "recorder",
        )

    def clean(self) -> None:
        """Hold the moments against each other and the clock (G5)."""
        start, end = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if start and start <= timezone.now():
            self.add_error("starts_at", str(IN_THE_PAST))
        if start and end and end < start:
            self.add_error("ends_at", str(_("This is before the start.")))
        if self.cleaned_data.get("clinical_area"):
            self.need("ward_contact", _("Name who on the ward knows about this."))

    @staticmethod
    def initial_of(request: Request) -> dict[str, Any]:
        """Return what is stored."""
        return stored(request, ["place", "clinical_area", "ward_contact", "starts_at", "ends_at", "recorder"])
