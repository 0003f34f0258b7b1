"""How django-allauth signs people up and in here."""

from typing import Any, override

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF_WHOM,
)
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY as METHODS,
)
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from accounts import codes, letters, limits, trace
from accounts.adapters.factor import Confirming
from accounts.adapters.words import ERRORS, WEAK
from accounts.models import AccountEventKind, User

LETTERS = {
    "account/email/login_code": "login_code",
    "account/email/password_reset_code": "reset_code",
    "account/email/email_confirmation": "verify_code",
    "account/email/email_confirmation_signup": "verify_code",
    "account/email/account_already_exists": "already",
    "account/email/unknown_account": "unknown",
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/email_changed": "mail_changed",
    "account/email/email_deleted": "mail_changed",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/webauthn_added": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/webauthn_removed": "factor_removed",
    "mfa/email/recovery_codes_generated": "recovery_made",
    "socialaccount/email/account_connected": "institution_linked",
    "socialaccount/email/account_disconnected": "institution_unlinked",
}
"""django-allauth's letters, and which of ours (accounts/letters.py) goes out instead."""


class Adapter(Confirming, DefaultAccountAdapter):
    """The account side: one message for every failure, a session of one's own, the account's language."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    @override
    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Log in with an empty session of a new key: what somebody began on this device is not for who logs in now."""
        kept = {key: request.session[key] for key in (METHODS, OF_WHOM) if key in request.session}
        request.session.flush()
        request.session.update(kept)
        super().login(request, user)
        if isinstance(user, User):
            how = [record["method"] for record in kept.get(METHODS, [])]
            self._record(AccountEventKind.LOGGED_IN, user, {"how": how})

    @override
    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Go on in the account's own language, unless this browser has chosen one."""
        response = super().post_login(request, user, **kwargs)
        if isinstance(user, User) and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite="Lax",
            )
        return response

    @override
    def is_safe_url(self, url: str) -> bool:
        """Return whether somebody may be led there. An address that cannot be read is not safe."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    @override
    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say in passing only what went wrong, in our words; the rest our pages say themselves."""
        if message:
            super().add_message(request, level, message=message)

    @override
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try of a password. Raises ImmediateHttpResponse with 429 when there were too many."""
        usage = limits.spend(request, action="login_failed", mail=credentials.get("email", ""))
        self._login_failed_rl_usage = usage  # what django-allauth takes back when the password was right

    @override
    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Start counting anew for who has just set a new password."""
        limits.forget(request, action="login_failed", mail=credentials.get("email", ""))

    @override
    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down that somebody failed to log in, and whose account it was if there is one."""
        self.failed(credentials.get("email", ""), how="password")

    def failed(self, mail: str, *, how: str) -> None:
        """Write down a wrong password or code."""
        self._record(AccountEventKind.LOGIN_FAILED, User.objects.with_mail(mail), {"how": [how]})

    @override
    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Return the password. Raises ValidationError, in our words, when it is weak."""
        try:
            return str(super().clean_password(password, user))
        except ValidationError as error:
            raise ValidationError([WEAK.get(one.code or "", one) for one in error.error_list]) from error

    @override
    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Give an account another password."""
        super().set_password(user, password)
        if isinstance(user, User):
            self._record(AccountEventKind.PASSWORD_CHANGED, user, {})

    @override
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Enqueue one of our letters: in the reader's language, sent by the worker, unreadable until then."""
        owner = User.objects.with_mail(email)
        language = owner.language if owner else get_language() or settings.LANGUAGE_CODE
        about: dict[str, Any] = {}
        until = None
        if hashed := context.get("code"):
            minutes = settings.CODE_MINUTES
            about = {"code": codes.spoken(self.request.new_codes[hashed]), "minutes": minutes}
            until = timezone.now().timestamp() + minutes * 60
        letters.send(kind=LETTERS[template_prefix], to=email, language=language, context=about, until=until)

    @override
    def generate_login_code(self) -> str:
        """Return what is stored of a new login code."""
        return self._new_code()

    @override
    def generate_password_reset_code(self) -> str:
        """Return what is stored of a new code for another password."""
        return self._new_code()

    @override
    def generate_email_verification_code(self) -> str:
        """Return what is stored of a new code that proves a mail address."""
        return self._new_code()

    def _new_code(self) -> str:
        """Keep the digits with this request, for the mail that it sends; only their hash goes into the session."""
        digits, hashed = codes.new()
        self.request.new_codes = {hashed: digits}
        return hashed

    def _record(self, kind: AccountEventKind, user: User | None, detail: dict[str, Any]) -> None:
        by = user if kind != AccountEventKind.LOGIN_FAILED else None
        address = self.request.META.get("REMOTE_ADDR") or None
        trace.record(kind, user=user, by=by, at=timezone.now(), address=address, detail=detail)
