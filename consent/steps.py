"""Which other offices must agree before the desk approves, and what they said: one table (G9, G12; issue 6).

``open_needed`` runs in the transaction that hands a request in, so no decision can be taken before the steps are there. A
yes is to what was asked, as a signature is: handed in with other facts, that office is asked anew.

NotPossible                 (lifecycle)
├── NoLongerAsked           the step is closed, or the request is with nobody who could use the answer
├── AnsweredBefore          the office said yes or no already
├── AskedOtherwise          what was shown is no longer what is asked
└── ReasonMissing           a no has a reason, so that the desk and the requester know what to do
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consent import due, facts, house, lifecycle
from consent.lifecycle import NotPossible
from consent.models import Office, Request, Step, StepStatus
from consent.states import EventKind, State

NEEDED: Mapping[Office, Callable[[Request], bool]] = {
    Office.PRESS: due.is_for_press,
    Office.SOCIAL_MEDIA: due.has_brand,
    Office.WARD: lambda request: bool(request.clinical_area),
}
"""Which office must agree to which request."""

ANSWERABLE = frozenset({State.INTAKE, State.COLLECTING, State.REVIEW})
"""States in which an office is still waited for."""


class NoLongerAsked(NotPossible):
    """Nobody waits for this answer any more."""


class AnsweredBefore(NotPossible):
    """The first answer stands."""


class AskedOtherwise(NotPossible):
    """What was shown is no longer what is asked."""


class ReasonMissing(NotPossible):
    """Who does not agree says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """An office's answer: yes or no, in whose name, and what they add. Name and note are kept where they can be erased."""

    agrees: bool
    name: str
    note: str = ""


def address_of(office: Office) -> str:
    """Return where an office is mailed; "" for a ward, whose manager the desk names."""
    return {Office.PRESS: house.mail("PRESS_MAIL"), Office.SOCIAL_MEDIA: house.mail("SOCIAL_MEDIA_MAIL")}.get(
        office, ""
    )


def open_needed(request: Request, *, by: str, at: datetime) -> list[Step]:
    """Open the steps that a request needs now, and close those that are about something else. Wants the request locked.

    An office that agreed to exactly this keeps its yes; one that did not is asked again.
    """
    asked = facts.asked(request).sha256()
    standing = {step.office: step for step in request.steps.filter(closed_at=None)}
    needed = [office for office, applies in NEEDED.items() if applies(request)]
    for office, step in list(standing.items()):
        if office not in needed or step.asked_sha256 != asked or step.status == StepStatus.REFUSED:
            Step.objects.filter(pk=step.pk).update(closed_at=at)
            step.links.filter(revoked_at=None).update(revoked_at=at)
            del standing[office]
    return [_open(request, office, asked, by=by, at=at) for office in needed if office not in standing]


def _open(request: Request, office: Office, asked: str, *, by: str, at: datetime) -> Step:
    step = Step.objects.create(request=request, office=office, asked_sha256=asked, opened_at=at)
    told = {"step": step.pk, "office": str(office)}
    lifecycle.record(request, kind=EventKind.STEP_OPENED, by=by, at=at, facts=told)
    return step


def standing(request: Request) -> list[Step]:
    """Return the steps that count, in the order in which they were opened."""
    return list(request.steps.filter(closed_at=None).order_by("pk"))


def waited_for(request: Request) -> list[Step]:
    """Return the steps without which the desk cannot approve: not answered, or answered with no."""
    return [step for step in standing(request) if step.status != StepStatus.AGREED]


@transaction.atomic
def answer(*, step_id: int, said: Said, by: str, seen: str, now: datetime) -> Step:
    """Store what an office says. ``seen`` is the digest of what was shown, ``by`` how the history names who answers.

    Raises Step.DoesNotExist, NoLongerAsked, AnsweredBefore, AskedOtherwise, ReasonMissing.
    """
    request = lifecycle.lock(Step.objects.only("request_id").get(pk=step_id).request_id)
    step = Step.objects.get(pk=step_id)
    if step.status != StepStatus.WAITING:
        raise AnsweredBefore(str(step_id))
    if step.closed_at or request.status not in ANSWERABLE:
        raise NoLongerAsked(str(step_id))
    if seen != step.asked_sha256 or facts.asked(request).sha256() != step.asked_sha256:
        raise AskedOtherwise(str(step_id))
    if not said.agrees and not said.note.strip():
        raise ReasonMissing(str(step_id))
    step.status = StepStatus.AGREED if said.agrees else StepStatus.REFUSED
    step.answered_at = now
    step.save(update_fields=["status", "answered_at"])
    step.links.filter(revoked_at=None).update(revoked_at=now)
    told = {"step": step.pk, "office": step.office, "value": step.status, "asked_sha256": step.asked_sha256}
    words = {"name": said.name.strip(), "note": said.note.strip()}
    lifecycle.record(request, kind=EventKind.STEP_ANSWERED, by=by, at=now, facts=told | words)
    return step
