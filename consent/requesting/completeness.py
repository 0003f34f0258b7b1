"""What is still missing before a request can be submitted: each with its step and field, in the words of the form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consent import private_numbers, who_signs
from consent.models import Capacity, Origin, PermittedParty, Request, Subject, Use
from consent.requesting import accounts, queries, rules

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: in which step ("what", "where", "who", "when", "check") and field."""

    step: str
    field: str
    message: "str | Promise"


FREE_TEXT = {
    "what": ("title", "purpose", "affiliation", "existing_source", "existing_owner", "permitted_party_name"),
    "when": ("place", "ward_contact", "recorder"),
    "where": ("reactions_watcher",),
}
"""Where people type freely, by step; numbers of persons are refused there (G4)."""


def problems(request: Request, *, now: datetime) -> tuple[Problem, ...]:
    """Return everything that keeps a request from being submitted, in the order of the steps."""
    uses, people = queries.standing_uses(request), queries.subjects_in(request)
    patients = any(person.counts_as_patient for person in people)
    return (
        *_what(request),
        *_where(request, uses),
        *_who(request, people, patients=patients),
        *_when(request, now),
        *_check(request, patients=patients),
        *_private(request),
    )


def _what(request: Request) -> Iterator[Problem]:
    for field, message in (
        ("title", _("Give it a short title.")),
        ("purpose", _("Say what you make, and why.")),
        ("origin", _("Say whether it is new or already made.")),
        ("programme", _("Choose your programme.")),
        ("permitted_party", _("Say who gets the permission.")),
    ):
        if not getattr(request, field):
            yield Problem("what", field, message)
    if not request.media.exists():
        yield Problem("what", "media", _("Choose at least one kind of recording."))
    if request.origin == Origin.EXISTING:
        yield from _existing(request)
    if request.programme and request.programme.elsewhere and not request.affiliation:
        yield Problem("what", "affiliation", _("Name your faculty or university."))
    if request.permitted_party == PermittedParty.OTHER and not request.permitted_party_name:
        yield Problem("what", "permitted_party_name", _("Name the party that gets the permission."))


def _existing(request: Request) -> Iterator[Problem]:
    if not request.existing_date:
        yield Problem("what", "existing_date", _("Say when it was made."))
    if not request.existing_source:
        yield Problem("what", "existing_source", _("Say where it comes from."))
    if not request.existing_owner:
        yield Problem("what", "existing_owner", _("Say whose it is."))


def _where(request: Request, uses: list[Use]) -> Iterator[Problem]:
    places = [queries.place_of(use) for use in uses]
    if not places:
        yield Problem("where", "uses", _("Add at least one place where it will be seen or heard."))
    known = queries.ambassador_of(request.requester)
    for place in places:
        for objection in accounts.objections(place, ambassador_of=known):
            yield Problem("where", "uses", objection.message)
    if request.uses_brand is None:
        yield Problem("where", "uses_brand", _("Say whether you use the hospital's name, logo or identity."))
    elif brand := accounts.brand_objection(places, uses_brand=request.uses_brand):
        yield Problem("where", brand.field, brand.message)
    if any(place.social for place in places) and not request.reactions_watcher:
        yield Problem("where", "reactions_watcher", _("Say who watches the reactions."))


def _who(request: Request, people: list[Subject], *, patients: bool) -> Iterator[Problem]:
    if not people:
        yield Problem("who", "people", _("Add at least one person who is seen or heard."))
    for person in people:
        capacities = [signer.capacity for signer in person.signers.all()]
        if who_signs.needs_guardians(person.age_group) and Capacity.GUARDIAN not in capacities:
            yield Problem("who", "people", _("Name everybody with parental authority over each child under 16."))
        if person.is_minor and not person.birth_date:
            yield Problem("who", "people", _("Give the date of birth of each person under 18: it decides who signs."))
    if patients and request.treats_patients is None:
        yield Problem("who", "treats_patients", _("Say whether you treat a patient who takes part."))
    if patients and request.treats_patients:
        yield Problem("who", "treats_patients", TREATS)


TREATS = _(
    "You may not ask a patient whom you treat to sign. Ask a fellow student or your supervisor to file this request."
)
"""L4."""


def _when(request: Request, now: datetime) -> Iterator[Problem]:
    if request.origin == Origin.EXISTING:
        return
    for field, message in (
        ("place", _("Say where it is recorded.")),
        ("recorder", _("Say who records.")),
        ("starts_at", _("Say when the recording starts.")),
        ("ends_at", _("Say when the recording ends.")),
    ):
        if not getattr(request, field):
            yield Problem("when", field, message)
    if request.clinical_area is None:
        yield Problem("when", "clinical_area", _("Say whether patients are treated there."))
    elif request.clinical_area and not request.ward_contact:
        yield Problem("when", "ward_contact", _("Name who on the ward knows about this."))
    if request.starts_at and request.starts_at <= now:
        yield Problem("when", "starts_at", IN_THE_PAST)


IN_THE_PAST = _(
    "This moment has passed. People sign before a recording. Was it already made? "
    "Then choose “already made” in the first step."
)
"""G5."""


def _check(request: Request, *, patients: bool) -> Iterator[Problem]:
    ticked = set(request.acknowledgements.filter(version=settings.GUIDELINE_VERSION).values_list("item", flat=True))
    for statement in rules.statements(patients=patients):
        if statement.key not in ticked:
            yield Problem("check", statement.key, _("Read this and tick it."))


def _private(request: Request) -> Iterator[Problem]:
    for step, names in FREE_TEXT.items():
        for name in names:
            if message := private_numbers.objection(getattr(request, name)):
                yield Problem(step, name, message)
