"""The access matrix of persons' requests about their own data. Columns: tests/access/world.py, ROLES."""

from typing import Any

from django.utils import timezone

from consent.models import HowKnown, PersonRequest, Right
from consent.rights import operations
from tests.access.lines import Line, line, nothing
from tests.access.world import World


def asked(here: World) -> dict[str, Any]:
    """Somebody in the request that collects signatures asks for a copy of their data."""
    found = PersonRequest.objects.first()
    if found is None:
        now, by = timezone.now(), here.people["reviewer"]
        found = operations.receive(
            right=Right.EXPORT,
            name="Jan",
            mail="",
            wish="",
            how_known=HowKnown.SEEN,
            received_on=now.date(),
            by=by,
            now=now,
        )
        operations.choose(pk=found.pk, subjects=[here.waiting.subject_id], by=by, now=now)
    return {"pk": found.pk}


RIGHTS: dict[str, Line] = {
    "rights:index": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "rights:receive": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "rights:detail": line("GET", asked, "login", 404, 404, "login", 200, 200, "factor"),
    "rights:choose": line("POST", asked, "login", 404, 404, "login", 302, 302, "factor"),
    "rights:extend": line("POST", asked, "login", 404, 404, "login", 422, 422, "factor"),
    "rights:correct": line("POST", asked, "login", 404, 404, "login", 422, 422, "factor"),
    "rights:answer": line("POST", asked, "login", 404, 404, "login", 422, 422, "factor"),
    "rights:export_json": line("GET", asked, "login", 404, 404, "login", 200, 200, "factor"),
    "rights:export_pdf": line("GET", asked, "login", 404, 404, "login", 200, 200, "factor"),
}
