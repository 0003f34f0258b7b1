"""Talks to the institution's OpenID Connect provider: where to send a person, and what a code that came back is worth.

    InstitutionError            nobody was recognised; ``reason`` is a key for pages and logs
    ├── Unreachable             the provider does not answer, or not what the protocol says
    ├── Refused                 the provider does not take the code: it expired, or was used before
    ├── Untrusted               what was said does not hold: signature, issuer, audience, nonce, time, person
    └── Earlier                 they logged in there before they were asked to, perhaps as who used this browser before

Rules: OpenID Connect Core 1.0 (3.1.3.7 for the ID token, 5.3.2 for the user-info answer), PKCE with S256 (RFC 7636).
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import compare_digest, token_urlsafe
from typing import Any
from urllib.parse import quote_plus, urlencode

import jwt
import requests
from django.conf import settings

from accounts.institution.claims import Claims, read

TIMEOUT = (3.05, 5.0)
"""Seconds to connect, and between two parts of an answer."""

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""With a public key only: never "none", never a shared secret."""

OF_THE_LOGIN = {"iss", "acr", "auth_time"}
"""Only the signed token can tell these: they are about this login, not about the person."""

CLOCKS_DIFFER = timedelta(seconds=10)


class InstitutionError(Exception):
    """Nobody was recognised."""

    reason = "wrong"


class Unreachable(InstitutionError):
    """The provider does not answer, or not what the protocol says."""

    reason = "down"


class Refused(InstitutionError):
    """The provider does not take the code."""


class Untrusted(InstitutionError):
    """What was said does not hold."""


class Earlier(InstitutionError):
    """They logged in there before they were asked to."""

    reason = "earlier"


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the provider. Who asked must keep it: the answer is worth nothing without."""

    state: str
    nonce: str
    verifier: str


def question() -> Question:
    """Return a new question: three random values."""
    return Question(state=token_urlsafe(24), nonce=token_urlsafe(24), verifier=token_urlsafe(64))


def address(asked: Question, *, redirect_uri: str, fresh: bool) -> str:
    """Return where to send the person. ``fresh`` asks that they log in anew, whoever used this browser before.

    Raises Unreachable.
    """
    digest = hashlib.sha256(asked.verifier.encode("ascii")).digest()
    values = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": redirect_uri,
        "scope": "openid profile email",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"),
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if fresh else {}),
    }
    start = _endpoint(_discovered(), "authorization_endpoint")
    return f"{start}{'&' if '?' in start else '?'}{urlencode(values)}"


def claims(asked: Question, code: str, *, redirect_uri: str, authenticated_after: datetime | None = None) -> Claims:
    """Exchange a code for what the provider says of the person.

    ``authenticated_after``: they must have logged in there since. Raises Unreachable, Refused, Untrusted, Earlier.
    """
    found = _discovered()
    tokens = _tokens(found, code, redirect_uri=redirect_uri, verifier=asked.verifier)
    told = _checked(found, tokens.get("id_token"), asked.nonce)
    if "userinfo_endpoint" in found:
        more = _user_info(found, str(tokens.get("access_token", "")))
        if more.get("sub") != told["sub"]:
            raise Untrusted("another person")
        told = {claim: value for claim, value in more.items() if claim not in OF_THE_LOGIN} | told
    result = read(told, programme_claim=settings.OIDC_PROGRAMME_CLAIM)
    if authenticated_after is not None:
        at = result.authenticated_at
        if at is None or at < authenticated_after - CLOCKS_DIFFER:
            raise Earlier
    return result


def _discovered() -> Mapping[str, Any]:
    server = settings.OIDC_SERVER_URL
    found = _answer("GET", f"{server.rstrip('/')}/.well-known/openid-configuration")
    if str(found.get("issuer")).rstrip("/") != server.rstrip("/"):
        raise Untrusted("issuer")
    return found


def _endpoint(found: Mapping[str, Any], name: str) -> str:
    url = found.get(name)
    secure = not settings.OIDC_SERVER_URL.startswith("https://") or str(url).startswith("https://")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")) or not secure:
        raise Unreachable(name)
    return url


def _tokens(found: Mapping[str, Any], code: str, *, redirect_uri: str, verifier: str) -> Mapping[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    secret: dict[str, Any] = {}
    if "client_secret_basic" in methods:
        secret["auth"] = (quote_plus(settings.OIDC_CLIENT_ID), quote_plus(settings.OIDC_CLIENT_SECRET))
    else:
        form |= {"client_id": settings.OIDC_CLIENT_ID, "client_secret": settings.OIDC_CLIENT_SECRET}
    return _answer("POST", _endpoint(found, "token_endpoint"), data=form, **secret)


def _user_info(found: Mapping[str, Any], access_token: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {access_token}"}
    return dict(_answer("GET", _endpoint(found, "userinfo_endpoint"), headers=headers))


def _checked(found: Mapping[str, Any], id_token: object, nonce: str) -> dict[str, Any]:
    """Return the claims of an ID token that holds. Raises Untrusted."""
    if not isinstance(id_token, str):
        raise Untrusted("no ID token")
    keys = _answer("GET", _endpoint(found, "jwks_uri"))
    try:
        told: dict[str, Any] = jwt.decode(
            id_token,
            _key(keys, jwt.get_unverified_header(id_token)),
            algorithms=ALGORITHMS,
            issuer=found["issuer"],
            audience=settings.OIDC_CLIENT_ID,
            leeway=CLOCKS_DIFFER,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Untrusted(type(error).__name__) from error
    if not compare_digest(str(told.get("nonce", "")).encode(), nonce.encode()):
        raise Untrusted("nonce")
    if told.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise Untrusted("authorised party")
    return told


def _key(keys: Mapping[str, Any], header: Mapping[str, Any]) -> jwt.PyJWK:
    """Return the provider's key that an ID token names, or its only one. Raises jwt.PyJWTError."""
    known = jwt.PyJWKSet.from_dict(dict(keys)).keys
    named = [key for key in known if key.key_id == header.get("kid")] if "kid" in header else known
    if len(named) != 1:
        raise jwt.InvalidKeyError("key")
    return named[0]


def _answer(method: str, url: str, **request: Any) -> Mapping[str, Any]:
    """Return the JSON object at an address. Raises Refused for an answer of 400 to 499, else Unreachable."""
    try:
        response = requests.request(method, url, timeout=TIMEOUT, allow_redirects=False, **request)
        if 400 <= response.status_code < 500:
            raise Refused(str(response.status_code))
        response.raise_for_status()
        answer = response.json()
    except (requests.RequestException, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    if not isinstance(answer, dict):
        raise Unreachable("no object")
    return answer
