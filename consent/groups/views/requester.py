"""The requester lets a group enrol: opens, shows the code, follows, closes, or hands one tablet round."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account
from consent import access, qr, seat
from consent.groups import operations, queries
from consent.groups.forms import OpenForm
from consent.models import Enrolment, Request
from consent.states import State


@require_safe
def own(request: HttpRequest, number: str) -> HttpResponse:
    """Show how to let a group enrol, or what can be done with the enrolment that is open."""
    row = _own(request, number)
    return _page(request, row, OpenForm())


@require_POST
def open_enrolment(request: HttpRequest, number: str) -> HttpResponse:
    """Open an enrolment and show its code."""
    row, form, now = _own(request, number), OpenForm(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        operations.open_enrolment(
            request_id=row.pk,
            by=account(request),
            places=form.cleaned_data["places"],
            ends_at=form.ends_at(now),
            now=now,
        )
    except operations.OpenAlready:
        messages.warning(request, _("The group's enrolment was open already."))
    except operations.NotNow:
        return _not_now(request, row)
    return redirect("groups:screen", number=row.number)


@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Let nobody enrol any more."""
    row = _own(request, number)
    try:
        operations.close(enrolment_id=_last(row).pk, by=account(request), now=timezone.now())
    except operations.NotOpen:
        messages.warning(request, _("The enrolment was closed already."))
    else:
        messages.success(request, _("The enrolment is closed. Who enrolled can still answer."))
    return redirect("requesting:detail", number=row.number)


@require_POST
def renew_code(request: HttpRequest, number: str) -> HttpResponse:
    """Show another code; the one before stops working."""
    row = _own(request, number)
    try:
        operations.renew_code(enrolment_id=_last(row).pk, by=account(request))
    except operations.NotOpen:
        return _not_now(request, row)
    messages.success(request, _("This is a new code. The one before no longer works."))
    return redirect("groups:screen", number=row.number)


@require_safe
def screen(request: HttpRequest, number: str) -> HttpResponse:
    """Show the code, big, for a projector; nobody's name."""
    row = _own(request, number)
    enrolment = queries.open_of(row, now=timezone.now())
    if enrolment is None:
        return redirect("groups:own", number=row.number)
    context = {
        "row": row,
        "enrolment": enrolment,
        "code": qr.svg(queries.address_of(enrolment), title=_("QR code with which one enrols")),
        "spoken_code": queries.spoken_code(enrolment),
        "short_address": (settings.BASE_URL + reverse("groups:code")).partition("://")[2].rstrip("/"),
        "progress": queries.progress(row),
    }
    return render(request, "consent/groups/screen.html", context)


@require_safe
def live(request: HttpRequest, number: str) -> HttpResponse:
    """Return the counts again; once nobody can enrol any more, the whole page."""
    row = _own(request, number)
    if queries.open_of(row, now=timezone.now()) is None:
        return _anew()
    return render(request, "consent/groups/_live.html", {"row": row, "progress": queries.progress(row)})


@require_safe
def answered(request: HttpRequest, number: str) -> HttpResponse:
    """Return how many answered, for the request's page; once it is no longer collecting, the whole page."""
    row = _own(request, number)
    if row.status != State.COLLECTING:
        return _anew()
    progress = queries.progress(row)
    context = {"row": row, "answered": progress.answered, "total": progress.total}
    return render(request, "consent/groups/_answered.html", context)


@require_POST
def begin_queue(request: HttpRequest, number: str) -> HttpResponse:
    """Turn this browser into the group's: the requester is logged out, and person after person enrols and signs on it."""
    row = _own(request, number)
    enrolment = queries.open_of(row, now=timezone.now())
    if enrolment is None:
        return _not_now(request, row)
    seat.begin_queue(request, enrolment=enrolment.pk)
    return seat.forgotten(redirect("groups:next"))


def _own(request: HttpRequest, number: str) -> Request:
    found = access.own_requests(account(request)).select_related("requester")
    return get_object_or_404(access.numbered(found, number))


def _last(row: Request) -> Enrolment:
    return get_object_or_404(row.enrolments.order_by("-pk")[:1])


def _page(request: HttpRequest, row: Request, form: OpenForm, *, status: int = 200) -> HttpResponse:
    patients, minors = queries.cleared_for(row)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "enrolment": queries.open_of(row, now=timezone.now()),
        "may_ask": access.may_ask(account(request), row),
        "progress": queries.progress(row),
        "patients": patients,
        "minors": minors,
    }
    return render(request, "consent/groups/own.html", context, status=status)


def _not_now(request: HttpRequest, row: Request) -> HttpResponse:
    messages.warning(request, _("Nobody can enrol now. Below you see where the request is."))
    return redirect("requesting:detail", number=row.number)


def _anew() -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})
