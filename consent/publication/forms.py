"""What the requester fills in after publishing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consent.models import Form, Medium, Preview, Use

SEPARATOR = "-"


class PublicationForm(forms.Form):
    """Where and when something was published. Only what is allowed now can be chosen."""

    what = forms.ChoiceField(label=_("What did you publish, and where?"))
    form = forms.ChoiceField(label=_("How?"), choices=[(one.value, capfirst(str(one.label))) for one in Form])
    place = forms.CharField(
        label=_("Which post, page or print is it?"),
        help_text=_("For example: Instagram post with the stethoscope. Do not name people."),
        max_length=200,
    )
    url = forms.URLField(label=_("Its address on the internet"), required=False, max_length=200)
    published_on = forms.DateField(label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, *args: Any, allowed: Iterable[tuple[Use, str, Preview | None]], today: date, **kwargs: Any
    ) -> None:
        """Offer the uses and media that are allowed, where needed the piece that was shown; ``today`` is the latest day."""
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        if not isinstance(what, forms.ChoiceField):
            raise TypeError(type(what).__name__)
        what.choices = [_choice(use, medium, preview) for use, medium, preview in allowed]
        self.today = today
        self.fields["published_on"].initial = today.isoformat()
        self.fields["published_on"].widget.attrs["max"] = today.isoformat()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("what", "form", "place", "url", Field("published_on", wrapper_class="field-short"))

    def clean_published_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["published_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come. Register it when it is published."))
        return day

    def chosen(self) -> tuple[int, str, int | None]:
        """Return the use, the medium, and the piece that was shown before, if any."""
        use, medium, *piece = self.cleaned_data["what"].split(SEPARATOR)
        return int(use), medium, int(piece[0]) if piece else None


def _choice(use: Use, medium: str, preview: Preview | None) -> tuple[str, str]:
    value, label = f"{use.pk}{SEPARATOR}{medium}", f"{capfirst(str(Medium(medium).label))}: {use.name}"
    return (f"{value}{SEPARATOR}{preview.pk}", f"{label} · {preview.title}") if preview else (value, label)
