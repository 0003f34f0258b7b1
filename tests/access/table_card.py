"""The access matrix of the permission card. Columns: see tests/access/world.py, ROLES."""

from typing import Any

from consent.card import operations, queries
from tests.access.lines import Line, approved, line
from tests.access.world import World


def card(here: World) -> dict[str, Any]:
    """The card of the approved request, made if there is none."""
    row = here.approved
    made = operations.make(request_id=row.pk, by=row.requester, now=row.created_at)
    return {"token": queries.token_of(made)}


CARD: dict[str, Line] = {
    "card:scan": line("GET", card, 200, 200, 200, 200, 200, 200, 200),
    "card:now": line("GET", card, 200, 200, 200, 200, 200, 200, 200),
    "card:own": line("GET", approved, "login", 200, 404, "login", 404, 404, "factor"),
    "card:make": line("POST", approved, "login", 302, 404, "login", 404, 404, "factor"),
    "card:renew": line("POST", approved, "login", 302, 404, "login", 404, 404, "factor"),
    "card:revoke": line("POST", approved, "login", 302, 404, "login", 404, 404, "factor"),
    "card:desk": line("GET", approved, "login", 404, 404, "login", 200, 200, "factor"),
    "card:desk_renew": line("POST", approved, "login", 404, 404, "login", 302, 302, "factor"),
    "card:desk_revoke": line("POST", approved, "login", 404, 404, "login", 302, 302, "factor"),
}
