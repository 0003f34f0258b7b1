"""What an office answers, and where the desk has it asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import private_numbers
from consent.steps import Said


class AnswerForm(forms.Form):
    """Yes or no, nothing chosen beforehand, in whose name, and why not."""

    value = forms.ChoiceField(
        label=_("Do you agree?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Your name"), max_length=120)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Needed with a no. The desk reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        max_length=1000,
        required=False,
        validators=[private_numbers.refuse],
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Want a reason with a no."""
        cleaned = super().clean() or {}
        if cleaned.get("value") == "no" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why not, so that the requester knows what to do."))
        return cleaned

    def said(self) -> Said:
        """Return the answer. Call it on a valid form."""
        clean = self.cleaned_data
        return Said(agrees=clean["value"] == "yes", name=clean["name"], note=clean["note"])


class ToldForm(AnswerForm):
    """The same, told to the desk: by phone, or in the hallway."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for who said it instead of the own name."""
        super().__init__(*args, **kwargs)
        self.fields["value"].label = _("What did they say?")
        self.fields["name"].label = _("Who said it?")
        self.fields["note"].help_text = _("Needed with a no. Say how you heard it, for example by phone.")


class AskForm(forms.Form):
    """To which mailbox the link goes."""

    mail = forms.EmailField(label=_("Mail address of who decides there"), max_length=254)
