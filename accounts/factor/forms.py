"""What is typed, or comes from a passkey, for the second step."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, override

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY as SECRET
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import factors
from accounts.models import User

APP = "allauth.mfa"

MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What the reading of a passkey's answer raises when somebody made that answer up."""


def code_field(label: Any, help_text: Any, **more: Any) -> forms.CharField:
    """Return the field for a code: digits on a phone, filled in by whatever keeps the codes. ``more``: attributes."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", **more}
    missing = {"required": _("Type the code.")}
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        error_messages=missing,
        widget=forms.TextInput(attrs=attributes),
    )


class _OneGuess(base.BaseAuthenticateForm):
    """A code counts once, and guesses at one account wait for each other."""

    code = code_field(
        _("Code"),
        _("Six digits from your authenticator app, or one of your recovery codes."),
        **{"data-autofocus": True},
    )

    @override
    def clean_code(self) -> str:
        with _alone(self.user):
            _count(self.user)
            code: str = super().clean_code()
            if self.authenticator.type == Authenticator.Type.TOTP:
                _spend(self.authenticator, code)
            ratelimit.clear(context.request, app=APP, action="guess", key=str(self.user.pk))
        return code


class EnterForm(_OneGuess, base.AuthenticateForm):
    """The second step of logging in."""


class ConfirmForm(_OneGuess, base.ReauthenticateForm):
    """The second step again, before something that weighs."""


class SetUpAppForm(totp.ActivateTOTPForm):
    """The first code of an app proves that it has the secret."""

    code = code_field(_("Code from the app"), _("Six digits. The app makes a new code every 30 seconds."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the secret that may be in the app already: phones load a page anew when one comes back from the app."""
        shown = context.request.session.get(SECRET)
        super().__init__(*args, **kwargs)
        if shown:
            self.secret = context.request.session[SECRET] = shown

    @override
    def clean_code(self) -> str:
        with _alone(self.user):
            _count(self.user)
            code: str = super().clean_code()
            ratelimit.clear(context.request, app=APP, action="guess", key=str(self.user.pk))
        return code


class AddPasskeyForm(webauthn._BaseAddWebAuthnForm):  # noqa: SLF001 -- the public one asks whether it is a passkey; ours all are
    """A new passkey and what its owner calls it."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("So that you recognise it later, for example: my phone."),
        max_length=60,
        required=False,
    )

    @override
    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            raise
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """What a passkey's owner calls it."""

    name = forms.CharField(label=_("Name of this passkey"), max_length=60)


class _Readable(webauthn.AuthenticateWebAuthnForm):
    """An answer of a passkey that nobody made up."""

    @override
    def clean_credential(self) -> Authenticator:
        try:
            found: Authenticator = super().clean_credential()
        except ValidationError:
            raise
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return found


class EnterByPasskeyForm(_Readable):
    """The second step of logging in, by passkey."""


class ConfirmByPasskeyForm(_Readable, webauthn.ReauthenticateWebAuthnForm):
    """The second step again, by passkey."""


class LogInByPasskeyForm(_Readable, webauthn.LoginWebAuthnForm):
    """Logging in with nothing but a passkey, which asks for a fingerprint, face or PIN itself."""


@contextmanager
def _alone(user: User) -> Iterator[None]:
    try:
        with factors.one_guess_at_a_time(user):
            yield
    except factors.TooBusy as error:
        raise get_adapter().validation_error("too_many_guesses") from error


def _count(user: User) -> None:
    """Count one guess at an account's codes, from wherever it comes: who guesses knows the password already."""
    if not ratelimit.consume(context.request, app=APP, action="guess", key=str(user.pk)):
        raise get_adapter().validation_error("too_many_guesses")


def _spend(authenticator: Authenticator, code: str) -> None:
    try:
        factors.spend(authenticator, code)
    except factors.Replayed as error:
        raise get_adapter().validation_error("incorrect_code") from error
