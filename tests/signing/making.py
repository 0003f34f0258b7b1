"""What the tests of this stage start from: a request that collects, and a valid yes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from consent import facts
from consent.models import Identity, MarkKind, Request, Signature, Signer, Subject, Way
from consent.signing import operations
from consent.signing.evidence import Evidence
from consent.signing.marks import Mark
from consent.states import State
from tests import factories

NOW = factories.NOW
DRAWN = Mark(kind=MarkKind.DRAWN, strokes=[[{"x": 10.0, "y": 20.0}, {"x": 200.0, "y": 90.0}]])
TYPED = Mark(kind=MarkKind.TYPED, typed_name="Jan de Wit")
IN_ROOM = Evidence(way=Way.HANDOVER, identity=Identity.VOUCHED, vouched_by="Sam", device="tablet", relation="mother")
FOR_A_CHILD = replace(IN_ROOM, childs_say="yes", childs_view="Nice, if the dog may come too.")
CONFIRMED = Evidence(
    way=Way.HANDOVER,
    identity=Identity.VOUCHED,
    vouched_by="Sam",
    capacity_confirmed_by="Anna Smit, nurse",
    capacity_confirmed_at=NOW - timedelta(minutes=5),
)


def collecting(**fields: Any) -> Request:
    """A request that collects signatures; nobody is in it yet."""
    return factories.request(status=State.COLLECTING, **fields)


def signer(row: Request | None = None, name: str = "Jan de Wit", **fields: Any) -> Signer:
    """A student who signs for themself, with a mail address."""
    return factories.signer(row or collecting(), name, **({"mail": "jan@home.example"} | fields))


def patient(row: Request | None = None, name: str = "Jan de Wit", **fields: Any) -> Signer:
    """A patient who signs for themself."""
    return signer(row, name, kind="patient", **fields)


def answers(who: Signer, value: str = "yes") -> dict[str, str]:
    """A full set of answers: ``value`` where one can say yes or no, else the first option; nobody wants to see it first."""
    sheet = facts.sheet_for(who, language="nl")
    said = {choice.id: value if value in dict(choice.options) else choice.options[0][0] for choice in sheet.choices}
    return said | {"preview": "no"}


def sign(who: Signer, **changes: Any) -> Signature:
    """Sign as ``who``; anything can be changed."""
    fresh = Signer.objects.select_related("subject__request").get(pk=who.pk)
    given: dict[str, Any] = {
        "signer_id": who.pk,
        "answers": answers(fresh),
        "mark": DRAWN,
        "evidence": FOR_A_CHILD if fresh.subject.age_group == "under_12" else IN_ROOM,
        "sheet_sha256": facts.sheet_for(fresh, language="nl").sha256(),
        "language": "nl",
        "now": NOW,
    }
    return operations.sign(**(given | changes))


def second_person(row: Request, name: str = "Piet Bos") -> Signer:
    """Another subject, so that one answer does not send the request to review."""
    return signer(row, name, mail="")


def parents(row: Request, child: str = "Noor", age_group: str = "under_12") -> tuple[Signer, Signer]:
    """A child with two parents who sign for her."""
    subject = Subject.objects.create(request=row, name=child, kind="patient", age_group=age_group)
    one, other = (
        Signer.objects.create(subject=subject, name=name, capacity="guardian", relation="parent")
        for name in ("Mother", "Father")
    )
    return one, other
