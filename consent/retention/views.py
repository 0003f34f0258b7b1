"""The desk's pages of terms and destruction, and the requester's page to ask the same people anew."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent import access, destroying
from consent.models import Destruction, LegalHold, Request
from consent.retention import operations, queries, renewing
from consent.retention.forms import ReasonForm
from consent.sheet import ZONE

UNPROCESSABLE = 422
LATELY = 50
"""So many records of destruction are listed, the newest first."""


@require_safe
@requires(Capability.READ_ALL)
def index(request: HttpRequest) -> HttpResponse:
    """What will be destroyed in the coming days, what a hold keeps, and what was destroyed lately."""
    today = timezone.now().astimezone(ZONE).date()
    held = LegalHold.objects.filter(end=None).select_related("request", "by").order_by("at", "pk")
    gone = Destruction.objects.select_related("request").order_by("-pk")[:LATELY]
    context = {
        "upcoming": queries.upcoming(until=today + queries.AHEAD),
        "days": queries.AHEAD.days,
        "held": held,
        "gone": gone,
    }
    return render(request, "consent/retention/index.html", context)


@require_safe
@requires(Capability.READ_ALL)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One request: when consent ends, what is destroyed when, its legal holds and records of destruction."""
    return _page(request, _find(request, number))


@require_POST
@requires(Capability.DECIDE)
@step_up.required
def hold(request: HttpRequest, number: str) -> HttpResponse:
    """Stop all destruction of a request."""
    row, form = _find(request, number), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form)
    try:
        operations.hold(request_id=row.pk, by=account(request), reason=form.cleaned_data["reason"], now=timezone.now())
    except operations.HeldAlready:
        messages.info(request, _("A colleague set a legal hold already."))
    else:
        messages.success(request, _("From now on nothing of this request is destroyed."))
    return redirect("retention:detail", number=row.number)


@require_POST
@requires(Capability.DECIDE)
@step_up.required
def release(request: HttpRequest, number: str, hold_id: int) -> HttpResponse:
    """End a legal hold: what is overdue is destroyed the next night."""
    row, form = _find(request, number), ReasonForm(request.POST)
    found = get_object_or_404(LegalHold, pk=hold_id, request=row)
    if not form.is_valid():
        return _page(request, row, form=form)
    try:
        operations.release(
            hold_id=found.pk, by=account(request), reason=form.cleaned_data["reason"], now=timezone.now()
        )
    except operations.NoHold:
        messages.info(request, _("A colleague ended this hold already."))
    else:
        messages.success(request, _("The legal hold ended. What is due is destroyed tonight."))
    return redirect("retention:detail", number=row.number)


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """Say what asking anew means, and on a press of the button make the new request."""
    user = account(request)
    row = get_object_or_404(access.numbered(access.own_requests(user), number))
    if not renewing.can_renew(row, user):
        messages.info(
            request, _("There is nothing to ask anew here: it was never approved, or everything is destroyed.")
        )
        return redirect("requesting:detail", number=row.number)
    if request.method != "POST":
        ends = min(queries.standing_ends(row), default=None)
        return render(request, "consent/retention/renew.html", {"row": row, "ends": ends})
    try:
        new = renewing.renew(request_id=row.pk, by=user, now=timezone.now())
    except renewing.RenewedAlready as error:
        messages.info(request, _("You are asking them anew already: this is the new request."))
        return redirect("requesting:detail", number=error.request.number)
    except renewing.Frozen:
        messages.error(request, _("These people cannot be asked again. Write to the desk."))
        return redirect("requesting:detail", number=row.number)
    messages.success(
        request, _("This is the new request. Check what it asks, and hand it in: then everybody is asked.")
    )
    return redirect("requesting:step", number=new.number, step="what")


def _find(request: HttpRequest, number: str) -> Request:
    return get_object_or_404(access.numbered(access.requests_visible_to(account(request)), number))


def _page(request: HttpRequest, row: Request, form: ReasonForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "ended": queries.consent_ended(row),
        "due": queries.due(row),
        "standing": destroying.holds(row).select_related("by").first(),
        "holds": row.holds.select_related("by", "end__by"),
        "gone": row.destructions.prefetch_related("files"),
        "form": form or ReasonForm(),
    }
    return render(request, "consent/retention/detail.html", context, status=UNPROCESSABLE if form else 200)
