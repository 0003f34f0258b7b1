"""What the desk fills in to set or end a legal hold."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why: kept in the history of the request for as long as its proof."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("For example the number of the claim. No names of patients, no diagnosis."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Fill this in.")},
    )
