"""What administrators and the desk fill in about people."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from accounts.roles import INVITES

ROLES = {
    Role.REQUESTER: _("files requests and sees only their own"),
    Role.REVIEWER: _("sees and decides requests, reads signed forms, keeps the list of ambassadors"),
    Role.ADMINISTRATOR: _("does what a reviewer does, and manages people"),
}
"""What each role may do, in words (the table itself: accounts/roles.py)."""


def _choices(roles: list[Role]) -> list[tuple[str, str]]:
    """Return roles as cards: the name, and below it what the role may do."""
    return [(role.value, format_html("{}<small>{}</small>", capfirst(str(role.label)), ROLES[role])) for role in roles]


class InviteForm(forms.Form):
    """Whom to invite, and as what: only the roles that ``by`` may give."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"invalid": _("Check the address: it looks like name@example.org.")},
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Leave the role out where there is no choice."""
        super().__init__(*args, **kwargs)
        roles = [role for role in Role if role in INVITES[Role(by.role)]]
        role = self.fields["role"]
        if len(roles) == 1 or not isinstance(role, forms.ChoiceField):
            del self.fields["role"]
        else:
            role.choices = _choices(roles)

    @property
    def chosen(self) -> Role:
        """The role to invite somebody as, of a valid form."""
        return Role(self.cleaned_data.get("role", Role.REQUESTER))


class RoleForm(forms.Form):
    """Another role for an account."""

    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every role."""
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        if not isinstance(role, forms.ChoiceField):
            raise TypeError(type(role).__name__)
        role.choices = _choices(list(Role))
