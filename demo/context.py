"""What the demo adds to every page: who can be tried, and their password."""

from typing import Any

from django.http import HttpRequest

LOGINS = (
    ("sam@student.example", "requester"),
    ("rosa@desk.example", "reviewer"),
    ("ada@desk.example", "administrator"),
)
PASSWORD = "akkoord-demo-2026"  # noqa: S105 - shown on the demo's login page on purpose; there is no demo in production


def logins(request: HttpRequest) -> dict[str, Any]:
    """Return the demo's logins and their one password."""
    return {"demo_logins": [{"mail": mail, "role": role} for mail, role in LOGINS], "demo_password": PASSWORD}
