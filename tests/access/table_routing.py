"""The access matrix of the desk's work, of other offices' steps and of messages. Columns: tests/access/world.py, ROLES."""

from typing import Any

from django.utils import timezone

from consent import lifecycle, steps
from consent.models import Reminding, Step
from consent.review.dividing import saved
from consent.routing import operations
from tests.access.lines import Line, asking, line, nothing
from tests.access.world import World


def step_of(here: World) -> Step:
    """The ward manager must agree to the request that collects signatures."""
    row = here.asking
    row.clinical_area = True
    row.save(update_fields=["clinical_area"])
    found = row.steps.filter(closed_at=None).first()
    return found or steps.open_needed(lifecycle.lock(row.pk), by="system", at=timezone.now())[0]


def step(here: World) -> dict[str, Any]:
    """A step that waits."""
    return asking(here) | {"step_id": step_of(here).pk}


def office_link(here: World) -> dict[str, Any]:
    """The ward manager's own link."""
    link = operations.ask(step_id=step_of(here).pk, mail="ward@hospital.example", by="system", now=timezone.now())
    return {"token": operations.new_token(link)}


def view(here: World) -> dict[str, Any]:
    """A view that the reviewer kept."""
    return {"view_id": saved.keep(user=here.people["reviewer"], name="Mine", query="who=me").pk}


def reminding(here: World) -> dict[str, Any]:
    """Reminders that the reviewer sent."""
    return {"reminding_id": Reminding.objects.create(by=here.people["reviewer"], at=timezone.now()).pk}


ROUTING: dict[str, Line] = {
    "review:counts": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "review:keep_view": line("POST", nothing, "login", 404, 404, "login", 302, 302, "factor"),
    "review:forget_view": line("POST", view, "login", 404, 404, "login", 302, 404, "factor"),
    "review:remind": line("POST", nothing, "login", 404, 404, "login", 302, 302, "factor"),
    "review:reminding": line("GET", reminding, "login", 404, 404, "login", 200, 200, "factor"),
    "review:assign": line("POST", asking, "login", 404, 404, "login", 302, 302, "factor"),
    "routing:answer": line("GET", office_link, 200, 200, 200, 200, 200, 200, "factor"),
    "routing:step": line("GET", step, "login", 404, 404, "login", 200, 200, "factor"),
    "routing:ask": line("POST", step, "login", 404, 404, "login", 422, 422, "factor"),
    "routing:register": line("POST", step, "login", 404, 404, "login", 422, 422, "factor"),
    "conversation:index": line("GET", asking, "login", 200, 404, "login", 200, 200, "factor"),
    "conversation:panel": line("GET", asking, "login", 200, 404, "login", 200, 200, "factor"),
}
