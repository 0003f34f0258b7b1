"""What a line of the access matrix is made of: an address with its keys in the small world, and what each role meets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from consent.models import TakeDown
from tests.access.world import ROLES, World

type Outcome = int | str


@dataclass(frozen=True, slots=True)
class Line:
    """How an address is tried, and what each role meets: a status, or "login" for the way to the login page."""

    method: str
    arguments: Callable[[World], dict[str, Any]]
    outcomes: tuple[Outcome, ...]


def line(method: str, arguments: Callable[[World], dict[str, Any]], *outcomes: Outcome) -> Line:
    """Write one line of the table. Raises ValueError unless each role has its outcome."""
    if len(outcomes) != len(ROLES):
        raise ValueError(f"one outcome for each of {', '.join(ROLES)}")
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


def picture(here: World) -> dict[str, Any]:
    """A publication with a screenshot."""
    task = TakeDown.objects.get(pk=here.take_down)
    return approved(here) | {"publication_id": task.publication_id}


def signed(here: World) -> dict[str, Any]:
    """A signer who signed."""
    return approved(here) | {"signer_id": here.approved.subjects.earliest("pk").signers.get().pk}


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
