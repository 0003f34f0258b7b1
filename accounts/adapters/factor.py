"""The second factor: how django-allauth keeps and shows it here."""

from typing import Any, override

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from segno import make_qr

from accounts import factors, sealing, step_up
from accounts.models import User

PURPOSE = "accounts.factor"
WRONG = _("This code is not right, or it was used before. Type the code that you see now.")
LAST = _("You work at the desk, so you keep at least one second step. Set up another one first.")
TOO_MANY = _("Too many wrong codes. Wait five minutes, or ask an administrator to reset your second step.")


class Adapter(DefaultMFAAdapter):
    """Second factors of accounts: sealed in the database, named in plain words."""

    error_messages = {
        "add_email_blocked": _("Confirm your email address first."),
        "cannot_delete_authenticator": LAST,
        "cannot_generate_recovery_codes": _("Recovery codes need a second step. Set one up first."),
        "incorrect_code": WRONG,
        "too_many_guesses": TOO_MANY,
        "unverified_email": _("Confirm your email address first."),
    }

    @override
    def get_totp_issuer(self) -> str:
        return f"Akkoord {settings.ORGANISATION}"

    @override
    def build_totp_svg(self, url: str) -> str:
        """Return the QR code without style attributes, which the Content-Security-Policy refuses."""
        title = gettext("QR code for your authenticator app")
        drawn: str = make_qr(url, error="m").svg_inline(
            omitsize=True, border=2, title=title, svgclass="qr", lineclass=None
        )
        return mark_safe(drawn)  # noqa: S308 -- segno escapes the title; the rest is a path of numbers

    @override
    def encrypt(self, text: str) -> str:
        return sealing.seal(text, purpose=PURPOSE)

    @override
    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text, purpose=PURPOSE)

    @override
    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return factors.can_lose(authenticator)

    @override
    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("My passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}

    @override
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": self.get_totp_issuer()}

    @override
    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.name} if isinstance(user, User) else entity


class Confirming(DefaultAccountAdapter):
    """When and how somebody proves again that it is them: with the second factor, wherever an account has one."""

    @override
    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether this session's last proof is older than STEP_UP_MINUTES. A password is none beside a factor."""
        request = context.request
        if not isinstance(request.user, User):
            return True
        if step_up.fresh(request, request.user):
            return False
        if factors.has(request.user):
            return True
        return not any(
            step_up.fresh(request, request.user, method=how)
            for how in ("password", "code", "invitation", "socialaccount")
        )

    @override
    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return only the second factor's ways, where there is one."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        by_factor = [method for method in methods if method["id"].startswith("mfa_")]
        return by_factor or methods
