"""The access matrix of the systems around the product. Columns: tests/access/world.py, ROLES.

A browser has no token, so it gets no answer from the API, whoever is logged in.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from consent.models import Delivery, Hook, Scope, System, Told
from tests.access.lines import Line, line, nothing
from tests.access.world import World


def system(here: World) -> dict[str, Any]:
    """A system with a token that nobody knows."""
    values = {
        "name": "Image bank",
        "scopes": [Scope.STATUS],
        "made_by": here.people["administrator"],
        "made_at": timezone.now(),
        "expires_on": timezone.localdate() + timedelta(days=30),
    }
    return {"pk": System.objects.get_or_create(token_hash="0" * 64, defaults=values)[0].pk}


def hook(here: World) -> dict[str, Any]:
    """An address that is told."""
    asker, now = System.objects.get(pk=system(here)["pk"]), timezone.now()
    values = {"kinds": [Told.APPROVED], "secret": "", "made_by": asker.made_by, "made_at": now}
    address = "https://images.example.org/"
    return {"pk": Hook.objects.get_or_create(system=asker, url=address, defaults=values)[0].pk}


def delivery(here: World) -> dict[str, Any]:
    """A message that was given up."""
    now = timezone.now()
    return {"pk": Delivery.objects.create(hook_id=hook(here)["pk"], made_at=now, given_up_at=now).pk}


SYSTEMS: dict[str, Line] = {
    "systems:may_be_used": line("GET", nothing, 401, 401, 401, 401, 401, 401, "factor"),
    "systems:publications": line("GET", nothing, 401, 401, 401, 401, 401, 401, "factor"),
    "systems:status": line("GET", nothing, 401, 401, 401, 401, 401, 401, "factor"),
    "systems:openapi": line("GET", nothing, 200, 200, 200, 200, 200, 200, "factor"),
    "systems:docs": line("GET", nothing, 200, 200, 200, 200, 200, 200, "factor"),
    "systems:overview": line("GET", nothing, "login", 404, 404, "login", 404, 200, "factor"),
    "systems:add": line("POST", nothing, "login", 404, 404, "login", 404, 422, "factor"),
    "systems:revoke": line("POST", system, "login", 404, 404, "login", 404, 302, "factor"),
    "systems:hooks": line("GET", system, "login", 404, 404, "login", 404, 200, "factor"),
    "systems:add_hook": line("POST", system, "login", 404, 404, "login", 404, 422, "factor"),
    "systems:end_hook": line("POST", hook, "login", 404, 404, "login", 404, 302, "factor"),
    "systems:try_hook": line("POST", hook, "login", 404, 404, "login", 404, 302, "factor"),
    "systems:send_again": line("POST", delivery, "login", 404, 404, "login", 404, 302, "factor"),
}
