"""Run inside one of the databases: makes what a row needs and prints it as JSON. ``python -m bench.seed KIND COUNT``."""

import json
import sys
import time

import django

django.setup()

from importlib import import_module  # noqa: E402

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS  # noqa: E402
from allauth.account.internal.flows.login import (  # noqa: E402
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF_WHOM,
)
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection  # noqa: E402

from accounts.models import Role, User  # noqa: E402


def reviewer() -> User:
    """Return the reviewer who looks up."""
    return User.objects.get_or_create(email="bench@desk.example", defaults={"name": "Bench", "role": Role.REVIEWER})[0]


def session_of(user: User) -> str:
    """Log somebody in, second factor included, and return the session's cookie."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[METHODS] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session[OF_WHOM] = str(user.pk)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def look_ups(count: int) -> dict[str, object]:
    """Return a logged-in reviewer's cookie, and requests spread over the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM consent_request")
        low, high = cursor.fetchone()
        ids = [low + (high - low) * number // count for number in range(count)]
        cursor.execute(
            "SELECT id, number FROM consent_request WHERE id = ANY(%s) AND status <> 'draft' ORDER BY md5(id::text)",
            [ids],
        )
        rows = cursor.fetchall()
    return {"cookie": session_of(reviewer()), "ids": [row[0] for row in rows], "numbers": [row[1] for row in rows]}


if __name__ == "__main__":
    kind, number = sys.argv[1], int(sys.argv[2])
    if kind == "signers":
        from bench.signers import make

        print(json.dumps({"cookie": session_of(reviewer()), **make(number)}))
    elif kind == "signed":
        from bench.signers import sign

        print(json.dumps(sign(number)))
    else:
        print(json.dumps(look_ups(number)))
