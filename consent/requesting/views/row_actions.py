"""The buttons at the rows of the wizard. Each stores what else was typed on the page before it does its own thing."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import account
from consent import access
from consent.models import Request, Subject, Use
from consent.requesting import operations, wizard
from consent.requesting.views import rows
from consent.requesting.views.common import not_editable, own
from consent.requesting.views.wizard import page

STEP_OF = {"use": "where", "person": "who", "group": "who"}


def _back_to(row: Request, kind: str, *, query: str = "") -> HttpResponse:
    url = reverse("requesting:step", kwargs={"number": row.number, "step": STEP_OF[kind]})
    return redirect(f"{url}{query}#rows")


@require_POST
def add(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Add the row that was typed, or store the change of one."""
    row = own(request, number)
    if kind not in STEP_OF:
        raise Http404
    if not access.may_edit(account(request), row):
        return not_editable(request, row)
    step = STEP_OF[kind]
    try:
        row_forms, fine = rows.store_rows(request, row, step, only=kind)
        form = wizard.form_of(row, step, request.POST)
        wizard.store(row, form, by=account(request), now=timezone.now())
    except operations.NotEditable:
        return not_editable(request, row)
    return _back_to(row, kind) if fine else page(request, row, step, form, row_forms)


@require_POST
def edit(request: HttpRequest, number: str, kind: str, key: int) -> HttpResponse:
    """Open a row to change it."""
    row = own(request, number)
    if not _exists(row, kind, key):
        raise Http404
    if blocked := _keep_the_rest(request, row, kind):
        return blocked
    return _back_to(row, kind, query=f"?{kind}={key}")


@require_POST
def remove(request: HttpRequest, number: str, kind: str, key: int) -> HttpResponse:
    """Take a row away."""
    row = own(request, number)
    if not _exists(row, kind, key):
        raise Http404
    if blocked := _keep_the_rest(request, row, kind):
        return blocked
    try:
        with suppress(Use.DoesNotExist, Subject.DoesNotExist):  # pressed twice: it is gone already
            if kind == "use":
                operations.remove_use(use_id=key, by=account(request), now=timezone.now())
            else:
                operations.remove_subject(subject_id=key, by=account(request))
    except operations.HasAnswered:
        messages.warning(
            request, _("This person has answered. You can leave them out of the recording on the page of the request.")
        )
    except operations.NotEditable:
        return not_editable(request, row)
    return _back_to(row, kind)


def _exists(row: Request, kind: str, key: int) -> bool:
    if kind == "use":
        return row.uses.filter(pk=key, dropped_at=None).exists()
    return kind == "person" and row.subjects.filter(pk=key).exists()


def _keep_the_rest(request: HttpRequest, row: Request, kind: str) -> HttpResponse | None:
    step = STEP_OF[kind]
    rows.remember(request, row, step)
    try:
        wizard.store(row, wizard.form_of(row, step, request.POST), by=account(request), now=timezone.now())
    except operations.NotEditable:
        return not_editable(request, row)
    return None
