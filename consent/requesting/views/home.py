"""The first page: my requests."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account
from consent.requesting import following, operations, queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show one's own requests, most urgent first; the desk goes to its queue."""
    user = account(request)
    if user.at_desk:
        return redirect("review:queue")
    rows = following.own_overview(user)
    over = [row for row in rows if row.status in following.OVER and not row.gone_by]  # type: ignore[attr-defined]
    current = [row for row in rows if row not in over]
    return render(
        request, "consent/requesting/home.html", {"current": current, "over": over, "today": timezone.localdate()}
    )


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start a request, or go on with one that was left empty."""
    user = account(request)
    row = queries.untouched_draft(user) or operations.start_draft(requester=user, now=timezone.now())
    return redirect("requesting:step", number=row.number, step="what")
