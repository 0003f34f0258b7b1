"""Forms of signing up and in: django-allauth's, with our words, our limits and codes that are stored as hashes."""

from typing import TYPE_CHECKING, Any, override

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import codes, limits, signing_up
from accounts.models import Invite, User

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAIL = _("Email address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
LONG_ENOUGH = _("At least 12 characters. A few words in a row are easy to remember.")


class Plain:
    """Puts our words into a form of django-allauth's."""

    words: "dict[str, tuple[StrPromise, StrPromise | str]]" = {}
    """For each field its label and its help text. What does not stand here is left out: we ask for a password once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name in set(fields) - set(self.words):
            del fields[name]
        for name, (label, help_text) in self.words.items():
            fields[name].label, fields[name].help_text = label, help_text
            fields[name].widget.attrs.pop("placeholder", None)
            if name in {"login", "email"}:
                fields[name].widget.attrs |= {"inputmode": "email", "spellcheck": "false", "autocapitalize": "none"}


class LoginForm(Plain, allauth.LoginForm):
    """Mail address and password."""

    words = {"login": (MAIL, ""), "password": (PASSWORD, "")}


class SignUpForm(Plain, allauth.SignupForm):
    """Who you are. With an invitation the address is the one that was invited."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]
    words = {
        "name": (_("Your name"), _("As the people whom you ask know you.")),
        "email": (MAIL, _("Of your university, school or hospital. We send a code to it.")),
        "password1": (PASSWORD, LONG_ENOUGH),
    }

    def __init__(self, *args: Any, invite: Invite | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invite = invite
        if invite:
            self.fields["email"].initial = invite.email
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("This is the address that was invited.")

    def clean_name(self) -> str:
        """Return the name on one line."""
        return " ".join(self.cleaned_data["name"].split())

    @override
    def clean_email(self) -> str:
        """Return the address, known or not. Refuses addresses of nobody's institution, and says whom to ask (G1)."""
        email = str(self.cleaned_data["email"]).lower()
        if not self.invite and not signing_up.may_sign_up(email):
            words = gettext(
                "With this address you cannot sign up by yourself. Use the one of your institution, "
                "or ask the desk for an invitation: %(desk)s."
            )
            raise ValidationError(words, params={"desk": settings.DESK_MAIL})
        return email


class CodeField(forms.CharField):
    """Where a code from a mail is typed."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false", "class": "code-input"}
    )

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)


class CodeForm(forms.Form):
    """A code from a mail. ``code`` is what is stored of the right one."""

    code = CodeField(label=_("Code"), help_text=_("Eight digits. Spaces make no difference."))

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        self.stored = code
        kwargs.pop("user", None)
        self.email = kwargs.pop("email", None)
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """Return the code if it is right."""
        typed = str(self.cleaned_data["code"])
        if not codes.fits(typed=typed, stored=self.stored):
            raise get_adapter().validation_error("incorrect_code")
        return typed


class RequestCodeForm(Plain, allauth.RequestLoginCodeForm):
    """Where to mail a code to log in."""

    words = {"email": (MAIL, "")}

    @override
    def clean_email(self) -> str:
        """Return the address, known or not."""
        email = str(self.cleaned_data["email"])
        limits.spend(context.request, action="request_login_code", mail=email)
        self._user = _open_account(email)
        return email


class ResetForm(Plain, allauth.ResetPasswordForm):
    """Where to mail a code for another password."""

    words = {"email": (MAIL, "")}

    @override
    def clean_email(self) -> str:
        """Return the address, known or not."""
        email = str(self.cleaned_data["email"])
        limits.spend(context.request, action="reset", mail=email)
        owner = _open_account(email)
        self.users = [owner] if owner else []
        return email


class NewPasswordForm(Plain, allauth.ResetPasswordKeyForm):
    """Another password, for who has typed the code."""

    words = {"password1": (NEW_PASSWORD, LONG_ENOUGH)}


class SetPasswordForm(Plain, allauth.SetPasswordForm):
    """A first password, for who logged in without."""

    words = {"password1": (NEW_PASSWORD, LONG_ENOUGH)}


class ChangePasswordForm(Plain, allauth.ChangePasswordForm):
    """Another password, for who knows the present one."""

    words = {"oldpassword": (_("Your present password"), ""), "password1": (NEW_PASSWORD, LONG_ENOUGH)}


class AgainForm(Plain, allauth.ReauthenticateForm):
    """The password again, before something that matters."""

    words = {"password": (PASSWORD, "")}


class ChangeMailForm(Plain, allauth.AddEmailForm):
    """Another address to log in with."""

    words = {"email": (_("New email address"), _("We send a code to it. Until you type that, nothing changes."))}

    @override
    def clean_email(self) -> str:
        """Return the address. Refuses addresses of nobody's institution."""
        email = str(super().clean_email())
        if not signing_up.may_sign_up(email):
            raise ValidationError(
                gettext("Use an address of your institution, or ask the desk: %(desk)s."),
                params={"desk": settings.DESK_MAIL},
            )
        return email


class VerifyCodeForm(CodeForm):
    """The code that proves another address of an account that exists."""

    @override
    def clean_code(self) -> str:
        """Return the code if it is right and the address still free."""
        typed = super().clean_code()
        if User.objects.with_mail(self.email or ""):
            raise get_adapter().validation_error("email_taken")
        return typed


def _open_account(email: str) -> User | None:
    """Return the account with this address, unless it is closed: that looks the same as none."""
    user = User.objects.with_mail(email)
    return user if user and user.is_active else None
