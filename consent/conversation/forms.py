"""A message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import private_numbers
from consent.comments import LONGEST


class MessageForm(forms.Form):
    """What somebody writes to the other side."""

    text = forms.CharField(
        label=_("Your message"),
        help_text=_("Both sides keep reading it here. Do not write what is in a patient's record."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        max_length=LONGEST,
        validators=[private_numbers.refuse],
    )
