"""Screens of systems: for administrators, and what their builders read. Giving a token asks for the second factor again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent.models import System
from consent.systems import operations, queries
from consent.systems.forms import SystemForm
from consent.systems.views import document

UNPROCESSABLE = 422
administrator = requires(Capability.MANAGE_SYSTEMS)


@require_safe
@administrator
def overview(request: HttpRequest) -> HttpResponse:
    """Which systems there are, and a form for a new one."""
    return _overview(request, SystemForm())


@require_POST
@administrator
@step_up.required
def add(request: HttpRequest) -> HttpResponse:
    """Give a system a token, and show it this once."""
    form = SystemForm(request.POST)
    if not form.is_valid():
        return _overview(request, form, status=UNPROCESSABLE)
    system, token = operations.add(
        **form.cleaned_data, by=account(request), now=timezone.now(), address=request.META.get("REMOTE_ADDR")
    )
    return render(request, "consent/systems/token.html", {"system": system, "token": token})


@require_POST
@administrator
@step_up.required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a token back."""
    system = get_object_or_404(System, pk=pk)
    address = request.META.get("REMOTE_ADDR")
    operations.revoke(system_id=system.pk, by=account(request), now=timezone.now(), address=address)
    messages.success(request, _("The token of %(name)s does not work any more.") % {"name": system.name})
    return redirect("systems:overview")


@require_safe
@login_not_required
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document: what can be asked, without anything of anybody."""
    return JsonResponse(document.schema())


@require_safe
@login_not_required
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    return render(request, "consent/systems/docs.html", {"operations": document.operations()})


def _overview(request: HttpRequest, form: SystemForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    found = [(system, system.works(today)) for system in queries.systems()]
    names = {system.pk: system.name for system, _works in found}
    context: dict[str, Any] = {
        "form": form,
        "systems": found,
        "history": [(line, names.get(line.detail.get("system"), "")) for line in queries.history()],
    }
    return render(request, "consent/systems/overview.html", context, status=status)
