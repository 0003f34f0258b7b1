"""The desk sees whether a request has a card, stops it, or lets there be another."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account, requires
from accounts.roles import Capability
from consent import access
from consent.card import operations, queries
from consent.card.views.requester import attempt
from consent.models import Request


@require_safe
@requires(Capability.READ_ALL)
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The card of a request: a piece of the desk's screen, or a page where scripts are off."""
    row = _find(request, number)
    card = queries.last(row)
    context = {"row": row, "card": card, "stopped": queries.stopped_by_desk(card, row), "now": timezone.now()}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "consent/card/_desk.html" if part else "consent/card/desk.html", context)


@require_POST
@requires(Capability.DECIDE)
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """Let there be another card."""
    return _do(request, number, operations.renew, _("There is a new permission card. The requester sees it at once."))


@require_POST
@requires(Capability.DECIDE)
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Stop the card at once; the requester cannot make another."""
    return _do(request, number, operations.revoke, _("The permission card is stopped."))


def _find(request: HttpRequest, number: str) -> Request:
    return get_object_or_404(access.numbered(access.requests_visible_to(account(request)), number))


def _do(request: HttpRequest, number: str, operation: Callable[..., object], done: str) -> HttpResponse:
    row = _find(request, number)
    said = attempt(operation, row=row, by=account(request), now=timezone.now())
    if said:
        messages.warning(request, said)
    else:
        messages.success(request, done)
    return redirect("review:detail", number=row.number)
