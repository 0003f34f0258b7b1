"""What requester or desk fill in after publishing, and after taking down."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent import private_numbers
from consent.models import ENDS, Form, Gone, Medium, Preview, TakeDown, Use
from consent.publication.operations import Outcome

SEPARATOR = "-"
FILL_IN = {"required": _("Fill this in.")}


class PublicationForm(forms.Form):
    """Where and when something was published. Only what is allowed now can be chosen."""

    what = forms.ChoiceField(label=_("What did you publish, and where?"))
    form = forms.ChoiceField(label=_("How?"), choices=[(one.value, capfirst(one.label)) for one in Form])
    place = forms.CharField(
        label=_("Which post, page or print is it?"),
        help_text=_("For example: Instagram post with the stethoscope. Do not name people."),
        max_length=200,
        validators=[private_numbers.refuse],
    )
    url = forms.URLField(label=_("Its address on the internet"), required=False, max_length=200, assume_scheme="https")
    published_on = forms.DateField(label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}))
    screenshot = forms.FileField(label=_("A screenshot or photo of it"), required=False)

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
        self.fields["screenshot"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
        self.fields["screenshot"].help_text = gettext(
            "JPEG, PNG or WebP, at most %(most)s. Only you and the desk can open it."
        ) % {"most": filesizeformat(settings.SCREENSHOT_MAX_BYTES)}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "what", "form", "place", "url", Field("published_on", wrapper_class="field-short"), "screenshot"
        )

    def clean_published_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["published_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come. Register it when it is published."))
        return day

    def clean_screenshot(self) -> "UploadedFile[bytes] | None":
        """Refuse what is too large before anything looks at it."""
        file: UploadedFile[bytes] | None = self.cleaned_data["screenshot"]
        if file and (file.size or 0) > settings.SCREENSHOT_MAX_BYTES:
            raise forms.ValidationError(too_large())
        return file

    def chosen(self) -> tuple[int, str, int | None]:
        """Return the use, the medium, and the piece that was shown before, if any."""
        use, medium, *piece = self.cleaned_data["what"].split(SEPARATOR)
        return int(use), medium, int(piece[0]) if piece else None


def _choice(use: Use, medium: str, preview: Preview | None) -> tuple[str, str]:
    value, label = f"{use.pk}{SEPARATOR}{medium}", f"{capfirst(str(Medium(medium).label))}: {use.name}"
    return (f"{value}{SEPARATOR}{preview.pk}", f"{label} · {preview.title}") if preview else (value, label)


def too_large() -> str:
    """Say how large a screenshot may be."""
    most = filesizeformat(settings.SCREENSHOT_MAX_BYTES)
    return gettext("This file is too large: at most %(most)s.") % {"most": most}


class GoneForm(forms.Form):
    """How a take-down ended. What cannot be recalled wants a word on what was done instead."""

    gone = forms.ChoiceField(
        label=_("What happened to it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    gone_on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**FILL_IN, "invalid": _("Choose a date.")},
    )
    done = forms.CharField(
        label=_("What was done?"),
        help_text=_("For example: 40 of 200 posters collected, the rest was handed out. Do not name people."),
        max_length=500,
        required=False,
        validators=[private_numbers.refuse],
    )

    def __init__(self, *args: Any, task: TakeDown, today: date, **kwargs: Any) -> None:
        """Ask of one take-down; each on a page has ids of its own."""
        kwargs["auto_id"] = f"id_{task.pk}_%s"
        super().__init__(*args, **kwargs)
        gone = self.fields["gone"]
        if not isinstance(gone, forms.ChoiceField):
            raise TypeError(type(gone).__name__)
        choices = ENDS[task.publication.form]
        gone.choices = [(one.value, capfirst(str(one.label))) for one in choices]
        self.task, self.today = task, today
        self.fields["gone_on"].initial = today
        self.fields["gone_on"].widget.attrs.update(
            {"max": today.isoformat(), "min": task.publication.published_on.isoformat()}
        )
        if Gone.NOT_RECALLED not in choices:
            self.fields["done"].label = _("Anything to add?")
            self.fields["done"].help_text = ""

    def clean_gone_on(self) -> date:
        """Refuse a day that cannot be."""
        day: date = self.cleaned_data["gone_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        if day < self.task.publication.published_on:
            raise forms.ValidationError(_("This is before it was published."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask what was done where it cannot be recalled."""
        cleaned = super().clean() or {}
        if cleaned.get("gone") == Gone.NOT_RECALLED and "done" in cleaned and not cleaned["done"]:
            self.add_error("done", _("Write down what was done, so that the desk can see it."))
        return cleaned

    def outcome(self) -> Outcome:
        """Return what was filled in, of a valid form."""
        values = self.cleaned_data
        return Outcome(gone=Gone(values["gone"]), on=values["gone_on"], done=values["done"])
