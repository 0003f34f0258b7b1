"""The access matrix of groups. Columns: see tests/access/world.py, ROLES."""

from typing import Any

from tests.access.lines import Line, asking, line, nothing
from tests.access.world import World


def no_group(_: World) -> dict[str, Any]:
    """A code that nobody showed."""
    return {"token": "nothing"}


GROUPS: dict[str, Line] = {
    "groups:own": line("GET", asking, "login", 200, 404, "login", 404, 404, "factor"),
    "groups:open": line("POST", asking, "login", 422, 404, "login", 404, 404, "factor"),
    "groups:close": line("POST", asking, "login", 404, 404, "login", 404, 404, "factor"),
    "groups:renew_code": line("POST", asking, "login", 404, 404, "login", 404, 404, "factor"),
    "groups:screen": line("GET", asking, "login", 302, 404, "login", 404, 404, "factor"),
    "groups:live": line("GET", asking, "login", 204, 404, "login", 404, 404, "factor"),
    "groups:answered": line("GET", asking, "login", 200, 404, "login", 404, 404, "factor"),
    "groups:begin_queue": line("POST", asking, "login", 302, 404, "login", 404, 404, "factor"),
    "groups:code": line("GET", nothing, 200, 200, 200, 200, 200, 200, "factor"),
    "groups:join": line("GET", no_group, 404, 404, 404, 404, 404, 404, "factor"),
    "groups:next": line("GET", nothing, 403, 302, 302, 403, 302, 302, "factor"),
    "groups:enrol": line("GET", nothing, 403, 302, 302, 403, 302, 302, "factor"),
    "groups:leave": line("POST", nothing, 403, 302, 302, 403, 302, 302, "factor"),
}
