"""What goes around the pages where a code is typed."""

import time
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation

Respond = Callable[[HttpRequest], HttpResponse]

GUESSED = frozenset(
    {
        "account_confirm_login_code",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
        "account_email_verification_sent",
        "mfa_authenticate",
        "mfa_reauthenticate",
    }
)
"""Names of the addresses whose count of wrong guesses lies in the session."""


PATIENCE = 3
"""Seconds that a guess waits for the one before it."""


def one_at_a_time(get_response: Respond) -> Respond:
    """Let the guesses of one session wait for each other: read together, each would see the same count of wrong ones.

    Stands before the session's own middleware, so that the lock holds until the session is saved.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if request.method != "POST" or not key or not _guessed(request.path_info):
            return get_response(request)
        lock = int.from_bytes(sha256(key.encode()).digest()[:8], signed=True)
        if not _locked(lock):
            with translation.override(translation.get_language_from_request(request)):
                return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        try:
            return get_response(request)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])

    return middleware


def _locked(lock: int) -> bool:
    """Take the lock, and return whether that worked in time: who sends many at once shall not hold every thread."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
            if cursor.fetchone()[0]:
                return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)


def _guessed(path: str) -> bool:
    try:
        return resolve(path).url_name in GUESSED
    except Resolver404:
        return False
