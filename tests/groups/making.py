"""What the tests of this stage start from: an open enrolment, and somebody who enrols."""

from datetime import timedelta
from typing import Any

from consent.groups import operations, queries
from consent.models import Capacity, Enrolled, Enrolment, Request, Way
from consent.people import Person
from tests import factories
from tests.signing import making

NOW = factories.NOW


def key(index: int = 0) -> str:
    """A page's own key."""
    return f"{index:043d}"


def opened(row: Request | None = None, **changes: Any) -> Enrolment:
    """An enrolment for three people, open for an hour."""
    row = row or making.collecting()
    given: dict[str, Any] = {"request_id": row.pk, "by": row.requester, "places": 3}
    return operations.open_enrolment(**(given | {"ends_at": NOW + timedelta(hours=1), "now": NOW} | changes))


def enrol(enrolment: Enrolment, index: int = 0, **changes: Any) -> Enrolled:
    """Somebody enrols on their own phone."""
    person = changes.pop("person", Person(name=f"Student {index}", kind="student"))
    given: dict[str, Any] = {"key": key(index), "person": person, "holder": Capacity.SELF, "way": Way.QR, "now": NOW}
    return operations.enrol(**({"enrolment_id": enrolment.pk} | given | changes))


def address(enrolment: Enrolment) -> str:
    """The path in the QR code."""
    return "/" + queries.address_of(enrolment).split("/", 3)[3]
