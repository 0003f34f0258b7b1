"""The mailbox's filter."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    """Whose mail to show."""

    to = forms.CharField(
        label=_("Sent to"),
        max_length=320,
        required=False,
        widget=forms.SearchInput(attrs={"autocomplete": "off", "placeholder": _("Part of a mail address")}),
    )
