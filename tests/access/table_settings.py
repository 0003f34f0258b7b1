"""The access matrix of the health page and of the house rules. Columns: tests/access/world.py, ROLES."""

from typing import Any

from consent.models import Contact, Programme
from tests.access.lines import Line, line, nothing
from tests.access.world import World


def contact(_: World) -> dict[str, Any]:
    """One of the contacts that are there from the beginning."""
    return {"pk": Contact.objects.values_list("pk", flat=True)[0]}


def text(_: World) -> dict[str, Any]:
    """The mail with the signer's code, in Dutch."""
    return {"key": "signing_code", "language": "nl"}


def channel(_: World) -> dict[str, Any]:
    """A channel."""
    return {"channel": "print"}


def programme(_: World) -> dict[str, Any]:
    """One of the programmes that are there from the beginning."""
    return {"pk": Programme.objects.values_list("pk", flat=True)[0]}


SETTINGS: dict[str, Line] = {
    "health:overview": line("GET", nothing, "login", 404, 404, "login", 404, 200, "factor"),
    "health:data": line("GET", nothing, "login", 404, 404, "login", 404, 200, "factor"),
    "health:watched": line("GET", nothing, 404, 404, 404, 404, 404, 404, "factor"),
    "health:retry": line("POST", nothing, "login", 404, 404, "login", 404, 302, "factor"),
    "house_rules:overview": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:numbers": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:preview_numbers": line("POST", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:save_numbers": line("POST", nothing, "login", 404, 404, "login", 409, 409, "factor"),
    "house_rules:contact": line("GET", contact, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:preview_contact": line("POST", contact, "login", 404, 404, "login", 422, 422, "factor"),
    "house_rules:save_contact": line("POST", contact, "login", 404, 404, "login", 422, 422, "factor"),
    "house_rules:text": line("GET", text, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:preview": line("POST", text, "login", 404, 404, "login", 422, 422, "factor"),
    "house_rules:save_text": line("POST", text, "login", 404, 404, "login", 422, 422, "factor"),
    "house_rules:new_programme": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:preview_new_programme": line("POST", nothing, "login", 404, 404, "login", 422, 422, "factor"),
    "house_rules:add_programme": line("POST", nothing, "login", 404, 404, "login", 422, 422, "factor"),
    "house_rules:programme": line("GET", programme, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:preview_programme": line("POST", programme, "login", 404, 404, "login", 422, 422, "factor"),
    "house_rules:save_programme": line("POST", programme, "login", 404, 404, "login", 422, 422, "factor"),
    "house_rules:channel": line("GET", channel, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:preview_channel": line("POST", channel, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:save_channel": line("POST", channel, "login", 404, 404, "login", 409, 409, "factor"),
    "house_rules:terms": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:preview_terms": line("POST", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "house_rules:save_terms": line("POST", nothing, "login", 404, 404, "login", 409, 409, "factor"),
}
