"""No page of the desk without a second factor."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import factors, step_up
from accounts.models import User

Respond = Callable[[HttpRequest], HttpResponse]

AFTERWARDS = "after_second_factor"
"""Where the session keeps the page that somebody wanted before the second factor."""

OPEN = frozenset(
    {
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_logout",
        "account_inactive",
        "set_language",
        "healthz",
        "requesting:contact",
        "requesting:guidelines",
        "card:scan",
        "card:now",
        "signing:sheet",
        "demo:mailbox",
        "demo:mail",
    }
)
"""What a desk account may open before it gave a second factor: setting one up, logging out, help.

A signer's form too, which asks for a signer's session: taking one logs out whoever was there.
"""


class SecondFactor:
    """Leads accounts of the desk whose session holds no second factor to where they give or make one.

    It reads the session and the account that the page reads too, so it costs no query. Nobody else notices it.
    """

    def __init__(self, get_response: Respond) -> None:
        """Stand before every view."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing: who is logged in, and to which view they go, is known only later."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Let pass, or lead away."""
        match = request.resolver_match
        if (match and match.view_name in OPEN) or SESSION_KEY not in request.session:
            return None
        user = request.user
        if not isinstance(user, User) or not user.at_desk or step_up.given(request, user):
            return None
        wanted = request.get_full_path() if request.method == "GET" else reverse("home")
        if factors.has(user):
            return step_up.led(request, step_up.confirm_url(wanted))
        request.session[AFTERWARDS] = wanted
        return step_up.led(request, reverse("mfa_activate_totp"))
