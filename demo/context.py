"""What the demo adds to every page: who can be tried, their password, and the code of their second step."""

from typing import Any

from allauth.account.internal.stagekit import unstash_login
from django.http import HttpRequest

from accounts.models import User
from demo import codes

LOGINS = (
    ("sam@student.example", "requester"),
    ("rosa@desk.example", "reviewer"),
    ("ada@desk.example", "administrator"),
)
PASSWORD = "akkoord-demo-2026"  # noqa: S105 - shown on the demo's login page on purpose; there is no demo in production


ASKING = {"mfa_authenticate", "mfa_reauthenticate"}
"""The pages that ask for the code."""


def logins(request: HttpRequest) -> dict[str, Any]:
    """Return the demo's logins and their one password."""
    asked = request.resolver_match and request.resolver_match.view_name
    shown = {"demo_code": _code(request)} if asked in ASKING else {}
    return shown | {"demo_logins": [{"mail": mail, "role": role} for mail, role in LOGINS], "demo_password": PASSWORD}


def _code(request: HttpRequest) -> str | None:
    """Return the present code of who is about to log in, or of who is logged in."""
    login = unstash_login(request, peek=True)
    user = login.user if login else request.user
    return codes.present(user) if isinstance(user, User) else None
