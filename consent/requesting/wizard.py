"""The steps of a new request as a table, and what each of them shows and stores."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consent import due
from consent.models import Origin, Request
from consent.requesting import operations, queries, rules
from consent.requesting.completeness import problems
from consent.requesting.forms import CheckForm, StepForm, WhatForm, WhenForm, WhereForm, WhoForm
from consent.states import State

if TYPE_CHECKING:
    from django.utils.functional import Promise

STEPS: "dict[str, str | Promise]" = {
    "what": _("What and why"),
    "where": _("Where it will appear"),
    "who": _("Who is in it"),
    "when": _("When and where"),
    "check": _("Check and submit"),
}


def after(step: str) -> str:
    """Return the next step; the last one is followed by itself."""
    names = list(STEPS)
    return names[min(names.index(step) + 1, len(names) - 1)]


def before(step: str) -> str | None:
    """Return the step before, or None for the first."""
    names = list(STEPS)
    return names[names.index(step) - 1] if step != names[0] else None


def form_of(request: Request, step: str, data: Mapping[str, Any] | None, *, strict: bool = False) -> StepForm | None:
    """Return the form of a step, or None where a step asks nothing but its rows."""
    if step == "where":
        places = [queries.place_of(use) for use in queries.standing_uses(request)]
        return WhereForm(data, initial=WhereForm.initial_of(request), places=places, strict=strict)
    if step == "who":
        if not queries.has_patients(request):
            return None
        return WhoForm(data, initial=WhoForm.initial_of(request), strict=strict)
    if step == "when":
        existing = request.origin == Origin.EXISTING
        return WhenForm(data, initial=WhenForm.initial_of(request), existing=existing, strict=strict)
    if step == "check":
        patients = queries.has_patients(request)
        return CheckForm(data, initial=CheckForm.initial_of(request), patients=patients, strict=strict)
    return WhatForm(data, initial=WhatForm.initial_of(request), strict=strict)


def store(request: Request, form: StepForm | None, *, by: User, now: datetime) -> bool:
    """Store the valid fields of a step, whatever the others are, and return whether all are valid. Raises NotEditable."""
    if form is None:
        return True
    valid = form.is_valid()
    if isinstance(form, CheckForm):
        operations.acknowledge(request_id=request.pk, by=by, items=form.ticked(), now=now)
        return valid
    stored = operations.save_details(request_id=request.pk, by=by, details=form.details())
    if "media" in form.cleaned_data:
        operations.set_media(request_id=request.pk, by=by, media=form.cleaned_data["media"])
    request.__dict__.update({name: value for name, value in stored.__dict__.items() if name != "_state"})
    return valid


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the requester learns while filling in: whether and why the desk looks first, and when it decides (``due``)."""

    reasons: tuple[rules.IntakeRule, ...]
    answer_by: date
    days: int
    brand_in_title: bool
    answered: int


def outlook(request: Request, *, now: datetime) -> Outlook:
    """Return the outlook of a request as it is stored now."""
    facts = queries.intake_facts(request)
    return Outlook(
        reasons=rules.intake_reasons(facts),
        days=due.days(request),
        answer_by=due.on(request, at=now),
        brand_in_title=request.uses.filter(dropped_at=None, brand_in_title=True).exists(),
        answered=queries.answered_count(request) if request.status == State.RETURNED else 0,
    )


def unfinished(request: Request, *, now: datetime) -> dict[str, list[Any]]:
    """Return what is still to be put right, by step."""
    found: dict[str, list[Any]] = {}
    for problem in problems(request, now=now):
        found.setdefault(problem.step, []).append(problem)
    return found
