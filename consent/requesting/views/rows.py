"""The rows of the wizard, uses and people: adding, changing and removing one, with or without scripts.

A row that is half typed is kept in the session until it is added, so that going back or a lost page loses nothing. Each
empty form gets a key, by which it adds once: also when it is tapped twice, or kept at the very moment that it was added.
"""

import re
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.guards import account
from consent.models import Request
from consent.requesting import operations, queries
from consent.requesting.forms import GroupForm, PersonForm, StepForm, UseForm

TYPED: dict[str, dict[str, tuple[str, ...]]] = {
    "where": {"use": ("channel", "name", "url")},
    "who": {"person": ("name", "mail", "guardian_1"), "group": ("names",)},
}
"""For each step its kinds of row, and the fields in which something typed means that a row is under way."""
KEY = re.compile("[0-9a-f]{32}")


def _under_way(data: Mapping[str, Any], step: str, kind: str) -> bool:
    return any(str(data.get(f"{kind}-{name}", "")).strip() for name in TYPED[step][kind])


def _key(row: Request, kind: str) -> str:
    return f"half-typed-{row.number}-{kind}"


def remember(request: HttpRequest, row: Request, step: str) -> None:
    """Keep rows that are under way in the session."""
    for kind in TYPED.get(step, {}):
        request.session.pop(_key(row, kind), None)
        if _under_way(request.POST, step, kind):
            start = f"{kind}-"
            values = {name.removeprefix(start): value for name, value in request.POST.items() if name.startswith(start)}
            request.session[_key(row, kind)] = values


def forget(request: HttpRequest, row: Request) -> None:
    """Drop all half-typed rows: the request is handed in."""
    for kinds in TYPED.values():
        for kind in kinds:
            request.session.pop(_key(row, kind), None)


def open_rows(request: HttpRequest, row: Request, step: str) -> dict[str, Any]:
    """Return the empty, half-typed or chosen row forms of a step."""
    return {
        f"{kind}_form": make(request, row, kind, None, initial=_initial(request, row, kind))
        for kind in TYPED.get(step, {})
    } | listed(row, step)


def _initial(request: HttpRequest, row: Request, kind: str) -> dict[str, Any]:
    chosen = request.GET.get(kind, "")
    if kind == "use" and chosen.isdecimal() and (use := row.uses.filter(pk=chosen, dropped_at=None).first()):
        names = ("channel", "name", "url", "account_type", "brand_in_title")
        return {**{name: getattr(use, name) for name in names}, "editing": use.pk}
    if kind == "person" and chosen.isdecimal() and (subject := row.subjects.filter(pk=chosen).first()):
        return {**PersonForm.initial_of(subject), "editing": subject.pk}
    typed = dict(request.session.get(_key(row, kind), {}))
    return {} if queries.was_added(row, typed.get("key", "")) else typed


def listed(row: Request, step: str) -> dict[str, Any]:
    """Return the rows that are stored."""
    if step == "where":
        return {"uses": queries.standing_uses(row)}
    if step == "who":
        return {"people": queries.subjects_in(row)}
    return {}


def make(
    request: HttpRequest,
    row: Request,
    kind: str,
    data: Mapping[str, Any] | None,
    *,
    initial: dict[str, Any] | None = None,
) -> StepForm:
    """Return a row form; bound ones are strict, since they are about to be added."""
    values: dict[str, Any] = {"prefix": kind, "initial": initial, "strict": data is not None}
    editing = str(data.get(f"{kind}-editing", "") if data else (initial or {}).get("editing", ""))
    form: StepForm
    if kind == "use":
        asked = row.uses.filter(pk=editing).values_list("channel", flat=True).first() if editing.isdecimal() else ""
        form = UseForm(data, ambassador_of=queries.ambassador_of(account(request)), asked=asked or "", **values)
    else:
        form = (PersonForm if kind == "person" else GroupForm)(data, **values)
    form.editing, form.key = (
        editing,
        _key_of(data or {}, f"{kind}-key") or _key_of(initial or {}, "key") or token_hex(16),
    )
    return form


def _key_of(values: Mapping[str, Any], name: str) -> str:
    given = str(values.get(name, ""))
    return given if KEY.fullmatch(given) else ""


def store_rows(request: HttpRequest, row: Request, step: str, *, only: str = "") -> tuple[dict[str, Any], bool]:
    """Add or change the rows that are under way; return the row forms to show, and whether all is well.

    Without any row stored the first kind must be filled in. ``only``: the one kind whose own button was pressed.
    """
    shown: dict[str, Any] = {}
    fine = True
    kinds = TYPED.get(step, {})
    for kind in kinds:
        pressed = kind == only and "enter" not in request.POST
        wanted = pressed or _under_way(request.POST, step, kind)
        if wanted:
            form = make(request, row, kind, request.POST)
            stored = form.is_valid() and _store(request, row, kind, form)
            fine = fine and stored
            if stored:
                request.session.pop(_key(row, kind), None)
            else:
                shown[f"{kind}_form"] = form
        shown.setdefault(f"{kind}_form", make(request, row, kind, None))
    if kinds and not only and fine and not any(listed(row, step).values()):
        first = next(iter(kinds))
        shown[f"{first}_form"] = form = make(request, row, first, request.POST)
        fine = form.is_valid()
    return {**shown, **listed(row, step), "bad": not fine}, fine


def _store(request: HttpRequest, row: Request, kind: str, form: StepForm) -> bool:
    try:
        _write(request, row, kind, form)
    except operations.AddedAlready:
        return True
    except operations.AlreadyThere:
        form.add_error("name", _("This place is on the list already."))
    except operations.HasAnswered:
        form.add_error("name", _("This person has answered, and can only be left out."))
    else:
        return True
    return False


def _write(request: HttpRequest, row: Request, kind: str, form: StepForm) -> None:
    by, editing = account(request), request.POST.get(f"{kind}-editing", "")
    if isinstance(form, UseForm):
        use = row.uses.filter(pk=editing, dropped_at=None).first() if editing.isdecimal() else None
        if use:
            operations.change_use(use_id=use.pk, by=by, place=form.place(), now=timezone.now())
        else:
            operations.add_use(request_id=row.pk, by=by, place=form.place(), key=form.key)
    elif isinstance(form, PersonForm):
        subject = row.subjects.filter(pk=editing).first() if editing.isdecimal() else None
        if subject:
            operations.change_subject(subject_id=subject.pk, by=by, person=form.person())
        else:
            operations.add_subject(request_id=row.pk, by=by, person=form.person(), key=form.key)
    elif isinstance(form, GroupForm):
        operations.add_group(request_id=row.pk, by=by, people=form.people(), key=form.key)
