"""The mailbox's filter."""

from django import forms


class FilterForm(forms.Form):
    """Whose mail to show."""

    to = forms.CharField(max_length=320, required=False)
