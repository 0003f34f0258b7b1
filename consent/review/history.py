"""The history of a request in words, newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from consent import taken_back
from consent.models import Event, Office, Publication, Request, Review, Signature, StepStatus, Subject, Use
from consent.states import EventKind


@dataclass(frozen=True, slots=True)
class Line:
    """One event: its kind (EventKind), label, moment, who did it, and what there is to add."""

    kind: str
    label: str
    at: datetime
    actor: str
    note: str


@dataclass(frozen=True, slots=True)
class Names:
    """Whom the keys in events mean."""

    users: Mapping[int, str]
    signers: Mapping[int, str]
    subjects: Mapping[int, str]
    signatures: Mapping[int, int]
    reviews: Mapping[int, str]
    places: Mapping[int, str]
    uses: Mapping[int, str]


def lines(request: Request, subjects: Sequence[Subject], reviews: Iterable[Review]) -> tuple[list[Line], int]:
    """Return all lines and the position of the newest. ``subjects`` come with ``signers`` read."""
    events = list(request.events.select_related("facts").order_by("-position"))
    names = _names(request, events, subjects, reviews)
    return [_line(event, names) for event in events], events[0].position if events else 0


def _names(request: Request, events: list[Event], subjects: Sequence[Subject], reviews: Iterable[Review]) -> Names:
    signers = [signer for subject in subjects for signer in subject.signers.all()]
    return Names(
        users=dict(User.objects.filter(pk__in=_keys(events, "user") | _given(events)).values_list("pk", "name")),
        signers={signer.pk: signer.name for signer in signers},
        subjects={subject.pk: subject.name for subject in subjects},
        signatures=dict(Signature.objects.filter(signer__subject__request=request).values_list("pk", "signer_id")),
        reviews={review.pk: review.note for review in reviews},
        places=dict(Publication.objects.filter(use__request=request).values_list("pk", "place")),
        uses=_uses(events),
    )


def _uses(events: list[Event]) -> dict[int, str]:
    """Return the names of the uses that were taken back one by one; no query where none was."""
    told = [one.facts.data for one in events if one.kind == EventKind.WITHDRAWN and hasattr(one, "facts")]
    keys = {key for facts in told for key in facts.get("uses", ())}
    return dict(Use.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}


def _keys(events: list[Event], kind: str) -> set[int]:
    return {int(key) for event in events for name, _colon, key in [event.actor.partition(":")] if name == kind}


def _given(events: list[Event]) -> set[int]:
    """Return the keys of colleagues to whom the request was given."""
    given = [one for one in events if one.kind == EventKind.ASSIGNED and hasattr(one, "facts")]
    return {key for one in given if (key := one.facts.data.get("to"))}


def _line(event: Event, names: Names) -> Line:
    label = str(EventKind(event.kind).label)
    actor, note = _actor(event.actor, names), _note(event, names)
    return Line(event.kind, capfirst(label), event.at, actor, "" if note == actor else note)


def _actor(actor: str, names: Names) -> str:
    kind, _colon, key = actor.partition(":")
    if kind == "office" and key in Office.values:
        return str(Office(key).label)
    known = {"user": names.users, "signer": names.signers}.get(kind)
    if known is None:
        return _("automatic")
    return known.get(int(key), actor)


def _note(event: Event, names: Names) -> str:
    """Return what an event was about: a person, a place or the desk's note. Facts can have been erased."""
    facts: Mapping[str, Any] = event.facts.data if hasattr(event, "facts") else {}
    found = [
        names.subjects.get(facts.get("subject", 0)),
        names.signers.get(facts.get("signer", 0)),
        _taken_back(facts, names) if event.kind == EventKind.WITHDRAWN else None,
        names.signers.get(names.signatures.get(facts.get("signature", 0), 0)),
        names.reviews.get(facts.get("review", 0)),
        names.places.get(facts.get("publication", 0)),
        names.users.get(facts.get("to") or 0) if event.kind == EventKind.ASSIGNED else None,
        _office(facts),
    ]
    return next((words for words in found if words), "")


def _taken_back(facts: Mapping[str, Any], names: Names) -> str:
    """Return whose consent was taken back, for which uses if not as a whole, and how the desk was asked, if it was."""
    signer = names.signers.get(names.signatures.get(facts.get("signature", 0), 0), "")
    uses = [names.uses[key] for key in facts.get("uses", ()) if key in names.uses]
    return "; ".join(part for part in (signer, ", ".join(uses), taken_back.in_words(facts)) if part)


def _office(facts: Mapping[str, Any]) -> str:
    """Return which office a step is of, what it said, in whose name, and why."""
    if facts.get("office") not in Office.values:
        return ""
    said = StepStatus(facts["value"]).label if facts.get("value") in StepStatus.values else ""
    words = [Office(facts["office"]).label, said, facts.get("name", ""), facts.get("note", ""), facts.get("mail", "")]
    return ", ".join(str(one) for one in words if one)
