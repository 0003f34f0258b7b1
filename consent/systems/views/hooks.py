"""Screens of what systems are told: administrators add and end addresses, try them, and read what arrived."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent.models import Delivery, Hook, System
from consent.systems import hooks, queries
from consent.systems.forms import HookForm

UNPROCESSABLE = 422
BEFORE = re.compile(r"[1-9][0-9]{0,17}")
administrator = requires(Capability.MANAGE_SYSTEMS)


@require_safe
@administrator
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a system is told, and what arrived."""
    return _index(request, get_object_or_404(System, pk=pk), HookForm())


@require_POST
@administrator
@step_up.required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an address, and show its secret this once."""
    system = get_object_or_404(System, pk=pk, revoked_at=None, expires_on__gte=timezone.localdate())
    form = HookForm(request.POST)
    if not form.is_valid():
        return _index(request, system, form, status=UNPROCESSABLE)
    address = request.META.get("REMOTE_ADDR")
    hook, secret = hooks.add(
        system_id=system.pk, **form.cleaned_data, by=account(request), now=timezone.now(), address=address
    )
    return render(request, "consent/systems/secret.html", {"system": system, "hook": hook, "secret": secret})


@require_POST
@administrator
@step_up.required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell an address nothing any more."""
    hook = get_object_or_404(Hook, pk=pk)
    hooks.end(hook_id=hook.pk, by=account(request), now=timezone.now(), address=request.META.get("REMOTE_ADDR"))
    messages.success(request, _("Nothing is sent to this address any more."))
    return redirect("systems:hooks", pk=hook.system_id)


@require_POST
@administrator
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a trial."""
    hook = get_object_or_404(Hook, pk=pk, ended_at=None)
    hooks.try_out(hook_id=hook.pk, by=account(request), now=timezone.now())
    messages.success(request, _("A trial is on its way. Reload this page to see whether it arrived."))
    return redirect("systems:hooks", pk=hook.system_id)


@require_POST
@administrator
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send again what did not arrive."""
    delivery = get_object_or_404(Delivery.objects.select_related("hook"), pk=pk)
    if hooks.again(delivery_id=delivery.pk, by=account(request)):
        messages.success(request, _("It is sent again."))
    return redirect("systems:hooks", pk=delivery.hook.system_id)


def _index(request: HttpRequest, system: System, form: HookForm, status: int = 200) -> HttpResponse:
    only_missing, before = "missing" in request.GET, request.GET.get("before", "")
    place = int(before) if BEFORE.fullmatch(before) else None
    deliveries, older = queries.deliveries(system, missing=only_missing, before=place)
    context: dict[str, Any] = {
        "system": system,
        "works": system.works(timezone.localdate()),
        "form": form,
        "hooks": queries.hooks(system),
        "chips": _chips(system, only_missing=only_missing),
        "deliveries": deliveries,
        "older": f"{'missing&' if only_missing else ''}before={older}" if older else "",
        "newest": place is not None,
    }
    return render(request, "consent/systems/hooks.html", context, status=status)


def _chips(system: System, *, only_missing: bool) -> list[dict[str, Any]]:
    page, missing = reverse("systems:hooks", kwargs={"pk": system.pk}), queries.missing(system)
    return [
        {"url": page, "label": _("All of it"), "current": not only_missing, "count": None},
        {"url": f"{page}?missing", "label": _("Not arrived"), "current": only_missing, "count": missing},
    ]
