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
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User

WRONG = _("This email address and password do not belong together. Check both and try again.")


class Adapter(DefaultAccountAdapter):
    """The account side: one message for every failure, a session of one's own, the account's language."""

    error_messages = DefaultAccountAdapter.error_messages | {"email_password_mismatch": WRONG}

    @override
    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Log in with an empty session of a new key: what somebody began on this device is not for who logs in now."""
        kept = {key: request.session[key] for key in (METHODS, OF_WHOM) if key in request.session}
        request.session.flush()
        request.session.update(kept)
        super().login(request, user)

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
    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing in passing: our pages say it themselves."""
