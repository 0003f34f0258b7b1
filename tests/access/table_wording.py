"""Lines of the access matrix for the desk's consent forms. Everybody else does not find them."""

from typing import Any

from accounts.models import User
from consent.models import Wording
from consent.wording import operations
from tests import factories
from tests.access.lines import Line, line, nothing
from tests.access.world import World


def draft(_: World) -> dict[str, Any]:
    """A draft."""
    made = operations.draft(
        source_id=Wording.objects.get(version=1).pk, by=User.objects.earliest("pk"), now=factories.NOW
    )
    return {"wording_id": made.pk}


def version(_: World) -> dict[str, Any]:
    """The published version."""
    return {"wording_id": Wording.objects.get(version=1).pk}


def two(here: World) -> dict[str, Any]:
    """A draft beside the published version."""
    return draft(here) | {"other_id": version(here)["wording_id"]}


def shown(here: World) -> dict[str, Any]:
    """A draft in one language."""
    return draft(here) | {"language": "nl"}


WORDING: dict[str, Line] = {
    "wording:overview": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "wording:choose": line("GET", nothing, "login", 404, 404, "login", 404, 404, "factor"),
    "wording:edit": line("GET", draft, "login", 404, 404, "login", 200, 200, "factor"),
    "wording:compare": line("GET", two, "login", 404, 404, "login", 200, 200, "factor"),
    "wording:publish": line("GET", draft, "login", 404, 404, "login", 200, 200, "factor"),
    "wording:draft": line("POST", version, "login", 404, 404, "login", 302, 302, "factor"),
    "wording:save": line("POST", draft, "login", 404, 404, "login", 302, 302, "factor"),
    "wording:add": line(
        "POST", lambda here: draft(here) | {"what": "statement"}, "login", 404, 404, "login", 302, 302, "factor"
    ),
    "wording:remove": line(
        "POST", lambda here: draft(here) | {"key": "statement.07"}, "login", 404, 404, "login", 302, 302, "factor"
    ),
    "wording:move": line(
        "POST", lambda here: draft(here) | {"key": "statement.07", "way": "up"},
        "login", 404, 404, "login", 302, 302, "factor",
    ),
    "wording:add_language": line("POST", draft, "login", 404, 404, "login", 422, 422, "factor"),
    "wording:remove_language": line(
        "POST", lambda here: draft(here) | {"code": "ar"}, "login", 404, 404, "login", 302, 302, "factor"
    ),
    "wording:catch_up": line(
        "POST", lambda here: draft(here) | {"newest_id": version(here)["wording_id"]},
        "login", 404, 404, "login", 302, 302, "factor",
    ),
    "wording:discard": line("POST", draft, "login", 404, 404, "login", 302, 302, "factor"),
    "signing:specimen": line("GET", shown, "login", 404, 404, "login", 200, 200, "factor"),
    "archive:specimen": line("GET", shown, "login", 404, 404, "login", 200, 200, "factor"),
}  # fmt: skip
