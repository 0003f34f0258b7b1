"""What the desk fills in."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consent import private_numbers
from consent.models import Outcome
from consent.review.operations import OUTCOMES, SAYS_YES
from consent.states import State

LABELS = {
    Outcome.CLEARED: (_("Clear to ask"), _("The requester can now ask people for consent.")),
    Outcome.AGREED: (_("Agree"), _("Two must agree here: after you a colleague decides.")),
    Outcome.APPROVED: (_("Approve"), _("What everybody said yes to may be recorded and published.")),
    Outcome.SENT_BACK: (_("Send back"), _("The requester changes something and submits again.")),
    Outcome.REJECTED: (_("Reject"), _("The request ends here.")),
}


SAY_WHY = _("Say why, so that the requester knows what to do.")


class DecisionForm(forms.Form):
    """A decision, with what the reviewer saw when taking it: the state, and the position of the last event."""

    outcome = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note to the requester"),
        help_text=_("Needed when you send back or reject. The requester reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
        max_length=2000,
        required=False,
        validators=[private_numbers.refuse],
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        help_text=_("Only with a yes. They stand on the request and in the dossier."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
        max_length=2000,
        required=False,
        validators=[private_numbers.refuse],
    )
    seen = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    position = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, state: State, yes: Outcome | None = Outcome.APPROVED, **kwargs: Any) -> None:
        """Offer the decisions that ``state`` knows; in review the one ``yes`` that can be said now (None: no yes)."""
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        if not isinstance(outcome, forms.ChoiceField):
            raise TypeError(type(outcome).__name__)
        offered = [
            one for one in OUTCOMES.get(state, {}) if one not in {Outcome.AGREED, Outcome.APPROVED} or one == yes
        ]
        outcome.choices = [(choice, format_html("{}<small>{}</small>", *LABELS[choice])) for choice in offered]
        if not SAYS_YES & set(offered):
            del self.fields["conditions"]
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = SAY_WHY

    def clean(self) -> dict[str, Any]:
        """Want a note with a no, and conditions with a yes only."""
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome and outcome not in SAYS_YES:
            if cleaned.get("note") == "":
                self.add_error("note", SAY_WHY)
            if cleaned.get("conditions", "").strip():
                self.add_error("conditions", _("Conditions only go with a yes. Put this in the note instead."))
        return cleaned


class FreezeForm(forms.Form):
    """Why all use of a subject is frozen. For the desk only."""

    note = forms.CharField(
        label=_("Note for the desk"), max_length=1000, required=False, validators=[private_numbers.refuse]
    )
