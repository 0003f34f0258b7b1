"""Institutional login: how django-allauth finds or makes the account of a person whom the institution recognised."""

from typing import Any, override

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from accounts.institution import PROVIDER, configured, joining
from accounts.institution.claims import Claims
from accounts.institution.views import problem
from accounts.models import User


class Institution(OpenIDConnectProvider):
    """The provider of django-allauth, fed with claims that ``accounts.institution.client`` has checked."""

    @override
    def extract_uid(self, data: Claims) -> str:
        """Return one key for issuer and subject."""
        return data.uid

    @override
    def extract_extra_data(self, data: Claims) -> dict[str, Any]:
        """Keep whom the institution meant, and nothing else of what it said."""
        return {"iss": data.issuer, "sub": data.subject}

    @override
    def extract_common_fields(self, data: Claims) -> dict[str, Any]:
        """Return what a new account starts with."""
        return {"email": data.mail, "name": data.name}

    @override
    def extract_email_addresses(self, data: Claims) -> list[EmailAddress]:
        """Return the address; it counts as verified only if the institution can vouch for it."""
        if not data.mail:
            return []
        return [EmailAddress(email=data.mail, verified=joining.vouched(data), primary=True)]


class Adapter(DefaultSocialAccountAdapter):
    """Accounts of an institution."""

    @override
    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the one that the environment configures; a row in the database adds none."""
        if not configured() or provider not in {None, PROVIDER, "openid_connect"}:
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PROVIDER,
                name=settings.OIDC_NAME,
                client_id=settings.OIDC_CLIENT_ID,
            )
        ]

    @override
    def get_provider(self, request: HttpRequest | None, provider: str, client_id: str | None = None) -> Institution:
        """Return our provider. Raises SocialApp.DoesNotExist when none is configured."""
        return Institution(request, app=self.get_app(request, provider=provider, client_id=client_id))

    @override
    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Return the account whose address the institution vouches for."""
        user = joining.account_by_mail(sociallogin.claims)
        return (user, sociallogin.claims.mail) if user else None

    @override
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Keep what the institution said of an account that is known; look whether a new one may be made."""
        claims, user, now = sociallogin.claims, sociallogin.user, timezone.now()
        if not sociallogin.is_existing:
            try:
                joining.check_new(claims)
            except joining.NotLetIn as error:
                raise ImmediateHttpResponse(problem(request, error.reason)) from error
            return
        if sociallogin._did_authenticate_by_email and user.is_active:  # noqa: SLF001 -- django-allauth has no other word for it
            joining.join(user=user, claims=claims, now=now, address=request.META.get("REMOTE_ADDR") or None)
        joining.keep_affiliation(user=user, claims=claims, now=now)

    @override
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Say yes: ``pre_social_login`` has looked."""
        return True

    @override
    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Return the account as it will be: a requester, whatever was claimed."""
        user: User = sociallogin.user
        user.email = data.get("email", "")
        user.name = data["name"] or user.email.partition("@")[0]
        user.language = get_language() or settings.LANGUAGE_CODE
        return user

    @override
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Store the account, its address and its affiliation, or nothing."""
        address = request.META.get("REMOTE_ADDR") or None
        with transaction.atomic():
            user: User = super().save_user(request, sociallogin, form)
            joining.signed_up(user=user, claims=sociallogin.claims, now=timezone.now(), address=address)
        return user
