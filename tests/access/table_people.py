"""The access matrix of people, invitations, ambassadors and the own account. Columns: see tests/access/world.py, ROLES."""

from typing import Any

from tests.access.lines import Line, line, nothing
from tests.access.world import World


def person(here: World) -> dict[str, Any]:
    """Somebody's account."""
    return {"pk": here.people["other"].pk}


def invite(here: World) -> dict[str, Any]:
    """An open invitation for a requester."""
    return {"pk": here.invite}


def ambassador(here: World) -> dict[str, Any]:
    """Somebody on the list."""
    return {"pk": here.ambassador}


def a_login(_: World) -> dict[str, Any]:
    """A login that is not one's own."""
    return {"pk": 1}


PEOPLE: dict[str, Line] = {
    "me:account": line("GET", nothing, "login", 200, 200, "login", 200, 200, "factor"),
    "me:end_session": line("POST", a_login, "login", 302, 302, "login", 302, 302, "factor"),
    "me:end_other_sessions": line("POST", nothing, "login", 302, 302, "login", 302, 302, "factor"),
    "people:list": line("GET", nothing, "login", 404, 404, "login", 404, 200, "factor"),
    "people:person": line("GET", person, "login", 404, 404, "login", 404, 200, "factor"),
    "people:change_role": line("POST", person, "login", 404, 404, "login", 404, 302, "factor"),
    "people:disable": line("POST", person, "login", 404, 404, "login", 404, 302, "factor"),
    "people:enable": line("POST", person, "login", 404, 404, "login", 404, 302, "factor"),
    "people:end_sessions": line("POST", person, "login", 404, 404, "login", 404, 302, "factor"),
    "people:reset_factors": line("POST", person, "login", 404, 404, "login", 404, 302, "factor"),
    "people:invites": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "people:renew_invite": line("POST", invite, "login", 404, 404, "login", 302, 302, "factor"),
    "people:revoke_invite": line("POST", invite, "login", 404, 404, "login", 302, 302, "factor"),
    "ambassadors:list": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "ambassadors:end": line("POST", ambassador, "login", 404, 404, "login", 302, 302, "factor"),
}
