"""The table of the access matrix. Columns: anonymous, owner, other, signer, reviewer, administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.access.world import World

type Outcome = int | str


@dataclass(frozen=True, slots=True)
class Line:
    """How an address is tried, and what each role meets: a status, or "login" for the way to the login page."""

    method: str
    arguments: Callable[[World], dict[str, Any]]
    outcomes: tuple[Outcome, ...]


def line(method: str, arguments: Callable[[World], dict[str, Any]], *outcomes: Outcome) -> Line:
    """Write one line of the table."""
    return Line(method, arguments, outcomes)


def nothing(_: World) -> dict[str, Any]:
    """An address without a key."""
    return {}


def asking(here: World) -> dict[str, Any]:
    """The request that collects signatures."""
    return {"number": here.asking.number}


def approved(here: World) -> dict[str, Any]:
    """The approved request."""
    return {"number": here.approved.number}


def subject(here: World) -> dict[str, Any]:
    """Somebody in the request that collects signatures."""
    return asking(here) | {"subject_id": here.waiting.subject_id}


def signer(here: World) -> dict[str, Any]:
    """Somebody who was not asked yet."""
    return {"signer_id": here.waiting.pk}


def row(here: World) -> dict[str, Any]:
    """One row of the wizard's lists."""
    return asking(here) | {"kind": "person"}


def row_key(here: World) -> dict[str, Any]:
    """One existing row of the wizard's lists."""
    return row(here) | {"key": here.waiting.subject_id}


def step(here: World) -> dict[str, Any]:
    """A step of the wizard."""
    return asking(here) | {"step": "what"}


def document(here: World) -> dict[str, Any]:
    """A sealed form."""
    return {"pk": here.document.pk}


def take_down(here: World) -> dict[str, Any]:
    """A take-down task."""
    return approved(here) | {"take_down_id": here.take_down}


def invitation(here: World) -> dict[str, Any]:
    """A link to the form."""
    return {"token": here.invitation}


def own(here: World) -> dict[str, Any]:
    """A signer's lasting link."""
    return {"token": here.own_link}


def own_use(here: World) -> dict[str, Any]:
    """A use on a signer's lasting link."""
    return own(here) | {"use_id": here.approved.uses.get().pk}


def code(_: World) -> dict[str, Any]:
    """A code on a document that nobody has."""
    return {"code": "nothing"}


def mail(_: World) -> dict[str, Any]:
    """A mail that was never sent."""
    return {"mail_id": 1}


EXPECTED: dict[str, Line] = {
    "healthz": line("GET", nothing, 200, 200, 200, 200, 200, 200),
    "login": line("GET", nothing, 200, 302, 302, 200, 302, 302),
    "logout": line("POST", nothing, "login", "login", "login", "login", "login", "login"),
    "set_language": line("POST", nothing, 302, 302, 302, 302, 302, 302),
    "home": line("GET", nothing, "login", 200, 200, "login", 302, 302),
    "requesting:home": line("GET", nothing, "login", 200, 200, "login", 302, 302),
    "requesting:contact": line("GET", nothing, 200, 200, 200, 200, 200, 200),
    "requesting:guidelines": line("GET", nothing, 200, 200, 200, 200, 200, 200),
    "requesting:start": line("POST", nothing, "login", 302, 302, "login", 302, 302),
    "requesting:detail": line("GET", asking, "login", 200, 404, "login", 404, 404),
    "requesting:cancel": line("POST", asking, "login", 302, 404, "login", 404, 404),
    "requesting:close": line("POST", approved, "login", 302, 404, "login", 404, 404),
    "requesting:leave_out": line("POST", subject, "login", 302, 404, "login", 404, 404),
    "requesting:add_row": line("POST", row, "login", 302, 404, "login", 404, 404),
    "requesting:edit_row": line("POST", row_key, "login", 302, 404, "login", 404, 404),
    "requesting:remove_row": line("POST", row_key, "login", 302, 404, "login", 404, 404),
    "requesting:step": line("GET", step, "login", 302, 404, "login", 404, 404),
    "requesting:keep": line("POST", step, "login", 302, 404, "login", 404, 404),
    "signing:invite": line("POST", signer, "login", 302, 404, "login", 404, 404),
    "signing:qr": line("POST", signer, "login", 200, 404, "login", 404, 404),
    "signing:hand_over": line("POST", signer, "login", 302, 404, "login", 404, 404),
    "signing:ask_second_yes": line("POST", approved, "login", 302, 404, "login", 302, 302),
    "signing:open": line("GET", invitation, 200, 200, 200, 410, 200, 200),
    "signing:start": line("GET", nothing, 403, 403, 403, 200, 403, 403),
    "signing:code": line("GET", nothing, 403, 403, 403, 302, 403, 403),
    "signing:new_code": line("POST", nothing, 403, 403, 403, 302, 403, 403),
    "signing:sheet": line("GET", nothing, 403, 403, 403, 302, 403, 403),
    "signing:sign": line("GET", nothing, 403, 403, 403, 302, 403, 403),
    "signing:refuse": line("POST", nothing, 403, 403, 403, 302, 403, 403),
    "signing:postpone": line("POST", nothing, 403, 403, 403, 200, 403, 403),
    "signing:thanks": line("GET", nothing, 403, 403, 403, 302, 403, 403),
    "signing:stay": line("POST", nothing, 403, 403, 403, 204, 403, 403),
    "signing:ended": line("GET", nothing, 200, 200, 200, 200, 200, 200),
    "signing:finish": line("POST", nothing, 200, 200, 200, 200, 200, 200),
    "withdrawal:own": line("GET", own, 200, 200, 200, 200, 200, 200),
    "withdrawal:copy": line("GET", own, 200, 200, 200, 200, 200, 200),
    "withdrawal:withdraw": line("POST", own, 302, 302, 302, 302, 302, 302),
    "withdrawal:second_yes": line("POST", own_use, 302, 302, 302, 302, 302, 302),
    "publication:index": line("GET", approved, "login", 200, 404, "login", 200, 200),
    "publication:panel": line("GET", approved, "login", 200, 404, "login", 200, 200),
    "publication:register": line("POST", approved, "login", 422, 404, "login", 422, 422),
    "publication:confirm": line("POST", take_down, "login", 302, 404, "login", 302, 302),
    "archive:look_up": line("GET", nothing, "login", 200, 200, "login", 200, 200),
    "archive:download": line("GET", document, "login", 404, 404, "login", 200, 200),
    "archive:verify": line("GET", nothing, 200, 200, 200, 200, 200, 200),
    "archive:verify_code": line("GET", code, 404, 404, 404, 404, 404, 404),
    "review:queue": line("GET", nothing, "login", 404, 404, "login", 200, 200),
    "review:detail": line("GET", asking, "login", 404, 404, "login", 200, 200),
    "review:decide": line("POST", asking, "login", 404, 404, "login", 422, 422),
    "review:changed": line("GET", asking, "login", 404, 404, "login", 204, 204),
    "review:freeze": line("POST", subject, "login", 404, 404, "login", 302, 302),
    "review:leave_out": line("POST", subject, "login", 404, 404, "login", 302, 302),
    "demo:mailbox": line("GET", nothing, 200, 200, 200, 200, 200, 200),
    "demo:mail": line("GET", mail, 404, 404, 404, 404, 404, 404),
}
