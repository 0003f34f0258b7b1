"""Prints, as JSON, cookies of people who are inside the demo, addresses that hold a key, and tokens of systems.

Runs inside the demo.

The doors themselves are tried by tests; the tools are let in, or they would see the login page only.
"""

import json
import os
import secrets
import sys
import time
from importlib import import_module
from typing import Any

import django

PEOPLE = {"requester": "sam@student.example", "reviewer": "rosa@desk.example", "administrator": "ada@desk.example"}


def main() -> None:
    """Let people in and print what a browser of theirs would send."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.contrib.auth import get_user_model

    users = get_user_model()._default_manager  # noqa: SLF001 -- Django documents _default_manager
    sessions = {role: logged_in(users.get(email=mail)) for role, mail in PEOPLE.items()}
    addresses = keyed()
    sessions["signer"] = signing(addresses["signer"])
    cookies = {role: cookie(session) for role, session in ({"anonymous": ""} | sessions).items()}
    told = {"cookies": cookies, "keyed": addresses, "tokens": tokens(users.get(email=PEOPLE["administrator"]))}
    sys.stdout.write(json.dumps(told | {"numbers": numbers()}) + "\n")


def cookie(session: str) -> str:
    """Return a Cookie header: the session, and a secret against forged posts that stays the same all along."""
    from django.conf import settings

    secret = f"{settings.CSRF_COOKIE_NAME}={secrets.token_hex(16)}"
    return f"{secret}; {settings.SESSION_COOKIE_NAME}={session}" if session else secret


def logged_in(user: object) -> str:
    """Return the key of a session whose owner gave the password and the second factor just now."""
    from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
    from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF_WHOM
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    now = time.time()
    session[SESSION_KEY] = session[OF_WHOM] = str(user.pk)  # type: ignore[attr-defined]
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()  # type: ignore[attr-defined]
    session[METHODS] = [{"method": "password", "at": now}, {"method": "mfa", "type": "totp", "at": now}]
    session.create()
    return str(session.session_key)


def keyed() -> dict[str, str]:
    """Return the address that each role starts at beside the first page; those with a key nobody finds by crawling."""
    from django.urls import reverse
    from django.utils import timezone

    from consent import lasting
    from consent.models import Signature, Signer, Way
    from consent.signing import operations
    from consent.states import SignerStatus, State

    signed = Signature.objects.filter(signer__status=SignerStatus.SIGNED).earliest("pk")
    asked = {"subject__request__status": State.COLLECTING, "subject__request__treats_patients": False}
    waiting = Signer.objects.filter(status=SignerStatus.WAITING, subject__status="waiting", **asked).earliest("pk")
    row, now = waiting.subject.request, timezone.now()
    token = operations.invite(signer_id=waiting.pk, way=Way.QR, by=row.requester, now=now)
    own = lasting.new_link(signer=signed.signer, now=now)
    return {
        "anonymous": own[own.index("/mine/") :],
        "signer": reverse("signing:open", args=[token]),
        "requester": reverse("requesting:detail", args=[row.number]),
        "reviewer": reverse("review:detail", args=[row.number]),
    }


def tokens(administrator: Any) -> dict[str, str]:
    """Return a token of a system that may ask all, and of one that may ask one thing."""
    from django.utils import timezone

    from consent.models import Scope
    from consent.systems import operations

    now, until = timezone.now(), timezone.localdate()
    scopes = {"all": list(Scope), "little": [Scope.STATUS]}
    return {
        name: operations.add(name=name, scopes=asked, expires_on=until, by=administrator, now=now)[1]
        for name, asked in scopes.items()
    }


def numbers() -> list[str]:
    """Return the numbers of all requests, drafts too."""
    from consent.models import Request

    return list(Request.objects.order_by("pk").values_list("number", flat=True))


def signing(invitation: str) -> str:
    """Return the key of a signer's session that came by this link."""
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.post(invitation)
    client.post("/sign/", {"me": "yes"})
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()
