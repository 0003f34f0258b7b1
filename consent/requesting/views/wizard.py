"""The wizard: one page a step, saving itself, going back without losing anything."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import account
from consent import access
from consent.models import Request
from consent.requesting import operations, rules, wizard
from consent.requesting.forms import StepForm
from consent.requesting.views import rows
from consent.requesting.views.common import not_editable, own


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Show a step; or store it and go on, with what is wrong beside its field."""
    row = own(request, number)
    if step not in wizard.STEPS:
        raise Http404
    if not access.may_edit(account(request), row):
        return not_editable(request, row)
    if request.method == "POST":
        return _go_on(request, row, step)
    return page(request, row, step, wizard.form_of(row, step, None), rows.open_rows(request, row, step))


def _go_on(request: HttpRequest, row: Request, step: str) -> HttpResponse:
    try:
        row_forms, rows_are_fine = rows.store_rows(request, row, step)
        form = wizard.form_of(row, step, request.POST, strict=True)
        valid = wizard.store(row, form, by=account(request), now=timezone.now())
        if valid and rows_are_fine and (step != "check" or _submit(request, row)):
            return _next_page(row, step)
    except operations.NotEditable:
        return not_editable(request, row)
    return page(request, row, step, form, row_forms)


def _submit(request: HttpRequest, row: Request) -> bool:
    """Hand it in; what is still missing stands on the page of the last step."""
    try:
        operations.submit(request_id=row.pk, by=account(request), now=timezone.now())
    except operations.Incomplete:
        return False
    rows.forget(request, row)
    messages.success(request, _("Your request is submitted."))
    return True


def _next_page(row: Request, step: str) -> HttpResponse:
    if step == "check":
        return redirect("requesting:detail", number=row.number)
    return redirect("requesting:step", number=row.number, step=wizard.after(step))


@require_POST
def keep(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Store what is valid so far: by itself while somebody types, or because they go back or to another step."""
    row = own(request, number)
    if step not in wizard.STEPS:
        raise Http404
    now = timezone.now()
    rows.remember(request, row, step)
    form = wizard.form_of(row, step, request.POST)
    try:
        wizard.store(row, form, by=account(request), now=now)
    except operations.NotEditable:
        return not_editable(request, row)
    if request.headers.get("HX-Request"):
        context = {"outlook": wizard.outlook(row, now=now), "saved_at": now, "row": row}
        return render(request, "consent/requesting/_outlook.html", context)
    wanted = request.GET.get("to", "")
    target = wanted if wanted in wizard.STEPS else wizard.before(step) or step
    return redirect("requesting:step", number=row.number, step=target)


def page(
    request: HttpRequest, row: Request, step: str, form: StepForm | None, row_forms: dict[str, Any]
) -> HttpResponse:
    """Render a step."""
    now = timezone.now()
    unfinished = wizard.unfinished(row, now=now)
    steps = [
        {
            "name": title,
            "key": name,
            "number": position,
            "done": name not in unfinished,
            "current": name == step,
            "problems": unfinished.get(name, []),
        }
        for position, (name, title) in enumerate(wizard.STEPS.items(), start=1)
    ]
    context = {
        "row": row,
        "step": step,
        "steps": steps,
        "title": wizard.STEPS[step],
        "form": form,
        "before": wizard.before(step),
        "outlook": wizard.outlook(row, now=now),
        "open_steps": [one for one in steps if one["problems"] and one["key"] != "check"],
        "traits": rules.TRAITS,
        "conduct_links": rules.CONDUCT_LINKS,
        **row_forms,
    }
    bad = (form is not None and form.is_bound and bool(form.errors)) or row_forms.get("bad", False)
    return render(request, f"consent/requesting/step_{step}.html", context, status=422 if bad else 200)
