"""What an administrator asks the access log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consent.models import Request
from consent.oversight import queries
from consent.oversight.queries import Question


class QuestionForm(forms.Form):
    """A question; every field may stay empty. ``choices`` are the accounts that fit, when more than one does."""

    number = forms.CharField(label=_("Request number"), max_length=40, required=False)
    who = forms.CharField(label=_("Name or email address of an account"), max_length=120, required=False)
    since = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), required=False)
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices: list[User] = []

    def clean_number(self) -> Request | None:
        """Find the request; spaces, dashes and small letters are fine."""
        typed = self.cleaned_data["number"].strip()
        found = queries.request_with(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("There is no request with this number. Check it for a typing error."))
        return found

    def clean_who(self) -> User | None:
        """Find the account; when several fit, they are offered."""
        words = " ".join(self.cleaned_data["who"].split())
        if not words:
            return None
        found = queries.accounts_like(words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("No account has this name or address."))
        if len(found) > queries.MOST_ACCOUNTS:
            raise forms.ValidationError(_("Many accounts are like this. Type more of the name, or the whole address."))
        self.choices = found
        raise forms.ValidationError(_("More than one account is like this. Choose one below."))

    def clean(self) -> dict[str, Any]:
        """A period ends after it began."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return cleaned

    def question(self) -> Question:
        """Return what is asked, once valid."""
        asked = self.cleaned_data
        return Question(request=asked["number"], user=asked["who"], since=asked["since"], until=asked["until"])
