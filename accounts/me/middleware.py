"""Notes when a login was last used, for the list on the own account page."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from django.http import HttpRequest, HttpResponse

from accounts import logins

Respond = Callable[[HttpRequest], HttpResponse]

EVERY = 5 * 60
"""Seconds that a login may have been used since it was noted."""
REMEMBERED = 10_000
"""Sessions whose last note this process remembers, at most; the others are noted once more."""


class LastUsed:
    """Costs one statement for each session every five minutes in each process, and none in between."""

    def __init__(self, get_response: Respond) -> None:
        """Stand anywhere after the session's own middleware."""
        self.get_response = get_response
        self.noted: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note it once the view is done, which may read the session in a way of its own, or end it."""
        response = self.get_response(request)
        key, now = request.session.session_key, time.time()
        if key and now - max(self.noted.get(key, 0.0), _logged_in(request)) >= EVERY:
            self._note(key, now)
        return response

    def _note(self, key: str, now: float) -> None:
        if len(self.noted) >= REMEMBERED:
            self.noted.clear()
        self.noted[key] = now
        logins.seen(key, now=datetime.fromtimestamp(now, UTC))


def _logged_in(request: HttpRequest) -> float:
    """Return when this session last proved who it is, in Unix seconds; endless for a session that never did."""
    return max((record["at"] for record in request.session.get(METHODS, ())), default=float("inf"))
