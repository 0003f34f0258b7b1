"""Settings of institutional login by OpenID Connect (accounts/institution). Off unless OIDC_SERVER_URL is set."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

OIDC_SERVER_URL = env.text("OIDC_SERVER_URL", "").rstrip("/")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.text("OIDC_NAME", "SURFconext")
OIDC_DOMAINS = env.words("OIDC_DOMAINS")
OIDC_PROGRAMME_CLAIM = env.text("OIDC_PROGRAMME_CLAIM", "")

SOCIALACCOUNT_ADAPTER = "accounts.adapters.institution.Adapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True


def _check() -> None:
    """Refuse to start half configured, or with a provider that can be listened to. Raises ImproperlyConfigured."""
    if not OIDC_SERVER_URL:
        return
    here = urlsplit(OIDC_SERVER_URL)
    loopback = here.scheme == "http" and here.hostname in {"localhost", "127.0.0.1", "::1"}
    if here.scheme != "https" and not loopback:
        raise ImproperlyConfigured("OIDC_SERVER_URL must begin with https://.")
    if not OIDC_CLIENT_ID or not OIDC_CLIENT_SECRET:
        raise ImproperlyConfigured("With OIDC_SERVER_URL, set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too.")


_check()
