"""The student's own card: full screen, to be scanned or printed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account
from accounts.models import User
from consent import access, qr
from consent.card import operations, queries
from consent.lifecycle import NotPossible
from consent.models import Request

WHY_NOT: dict[type[NotPossible], str | Promise] = {
    operations.NothingToRecord: gettext_lazy(
        "There is no permission card for this request: a card goes with an approved recording that is still to be made."
    ),
    operations.StoppedByDesk: gettext_lazy(
        "The desk stopped your permission card. Do not record, and get in touch with the desk."
    ),
    operations.NoCard: gettext_lazy("This card was stopped already."),
}


@require_safe
def own(request: HttpRequest, number: str) -> HttpResponse:
    """Show the card with its QR code, or how to get one."""
    row, now = _own(request, number), timezone.now()
    card = queries.working(row, now=now)
    context: dict[str, Any] = {"row": row, "checked_at": now, "shown": queries.shown(row, now=now)}
    if card is None:
        context["stopped"] = queries.stopped_by_desk(queries.last(row), row)
        return render(request, "consent/card/none.html", context)
    token = queries.token_of(card)
    context |= {
        "card": card,
        "token": token,
        "link": queries.address_of(token),
        "code": qr.svg(queries.address_of(token), title=_("QR code of the permission card")),
    }
    return render(request, "consent/card/own.html", context)


@require_POST
def make(request: HttpRequest, number: str) -> HttpResponse:
    """Open the card, made at its first opening."""
    return _do(request, number, operations.make)


@require_POST
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """Make a new card; the one before stops working."""
    return _do(request, number, operations.renew, _("This is your new card. The one before no longer works."))


@require_POST
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Stop the card, for when it was lost."""
    return _do(request, number, operations.revoke, _("The card is stopped. Who scans it sees that it is not valid."))


def _own(request: HttpRequest, number: str) -> Request:
    found = access.own_requests(account(request)).select_related("requester", "programme")
    return get_object_or_404(access.numbered(found, number))


def _do(
    request: HttpRequest, number: str, operation: Callable[..., object], done: str = ""
) -> HttpResponse | HttpResponseRedirect:
    row = _own(request, number)
    said = attempt(operation, row=row, by=account(request), now=timezone.now())
    if said:
        messages.warning(request, said)
        return redirect("requesting:detail", number=row.number)
    if done:
        messages.success(request, done)
    return redirect("card:own", number=row.number)


def attempt(operation: Callable[..., object], *, row: Request, by: User, now: datetime) -> str:
    """Run an operation on a card; return why it could not be done, or "" when it was."""
    try:
        operation(request_id=row.pk, by=by, now=now)
    except NotPossible as error:
        return str(WHY_NOT[type(error)])
    return ""
