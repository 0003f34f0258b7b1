"""A request under way: its page, and what the requester can do with it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account
from consent import access, due, facts, lifecycle, permissions, sentences, standing, steps
from consent.models import Origin, Outcome, Request, Stage
from consent.requesting import following, operations, rules
from consent.requesting.views.common import own
from consent.states import AT_DESK, EDITABLE, OPEN, State


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show progress, what may be published, what happened; never who said yes or no."""
    row = own(request, number)
    people = sorted(following.people(row), key=lambda one: not one.waiting)
    present = [one for one in people if not one.left_out]
    asked = facts.asked(row)
    now = timezone.now()
    cells = permissions.matrix(facts.asked_for(row), now=now)
    context = {
        "row": row,
        "asked": asked,
        "people": people,
        "answered": sum(not one.waiting for one in present),
        "total": len(present),
        "asks": row.status in following.ASKING,
        "begun": facts.has_begun(row, now=now),
        "may_ask": access.may_ask(account(request), row),
        "may_cancel": access.may_cancel(account(request), row),
        "may_edit": row.status in EDITABLE,
        "may_ask_again": facts.may_ask_second_yes(row, now=now),
        "newer": facts.newer_version(row) if row.status in OPEN else None,
        "was_approved": row.status in following.WAS_APPROVED,
        "may_close": row.status == State.APPROVED,
        "has_card": row.status == State.APPROVED and row.origin == Origin.NEW,
        "may_leave_out": row.status in standing.CAN_LEAVE_OUT and len(present) > 1,
        "sentences": sentences.say(cells, asked.uses, status=State(row.status)),
        "history": following.history(row),
        "gone_by": following.gone_by(row),
        "due": row.due_on or (due.on(row, at=row.updated_at) if row.status in AT_DESK else None),
        "steps": steps.standing(row),
        "bio_lines": (rules.BIO_LINE, rules.BIO_LINE_NL),
        "tips": rules.TIPS,
        **_decision(row),
    }
    return render(request, "consent/requesting/detail.html", context)


def _decision(row: Request) -> dict[str, object]:
    review = row.reviews.exclude(outcome=Outcome.AGREED).order_by("-at", "-pk").first()
    if review is None or (row.status in {State.INTAKE, State.REVIEW}):
        return {}
    cleared = review.stage == Stage.INTAKE and row.status not in {State.RETURNED, State.REJECTED}
    return {"review": review, "review_is_clearance": cleared}


@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Stop a request."""
    row = own(request, number)
    try:
        operations.cancel(request_id=row.pk, by=account(request), now=timezone.now())
    except lifecycle.NotPossible:
        messages.warning(request, _("This request can no longer be cancelled. Below you see where it is."))
    else:
        messages.success(request, _("Your request is cancelled."))
    return redirect("requesting:detail", number=row.number)


@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Say that nothing more will be published."""
    row = own(request, number)
    try:
        operations.close(request_id=row.pk, by=account(request), now=timezone.now())
    except lifecycle.NotPossible:
        messages.warning(request, _("This request cannot be closed now. Below you see where it is."))
    else:
        messages.success(request, _("Your request is closed."))
    return redirect("requesting:detail", number=row.number)


@require_POST
def leave_out(request: HttpRequest, number: str, subject_id: int) -> HttpResponse:
    """Declare that somebody will not be in the recording."""
    row = own(request, number)
    if not row.subjects.filter(pk=subject_id).exists():
        raise Http404
    try:
        operations.leave_out(subject_id=subject_id, by=account(request), now=timezone.now())
    except standing.NobodyLeft:
        messages.warning(request, _("This is the last person in the recording. You can cancel the request instead."))
    except lifecycle.NotPossible:
        messages.warning(request, _("Nobody can be left out now. Below you see where the request is."))
    else:
        messages.success(request, _("This person is left out and will not be in the recording."))
    return redirect("requesting:detail", number=row.number)
