"""The desk's pages: the queue, one request, and what is decided there. Only the desk finds them."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.models import User
from accounts.roles import Capability
from consent import access, audit, standing
from consent.lifecycle import NotPossible, SomebodyWasFaster
from consent.models import Action, Outcome, Request, Review
from consent.review import counting, flags, listing, operations, queries, seconding
from consent.review.dividing import assigning, saved
from consent.review.forms import DecisionForm, FreezeForm
from consent.review.notes import TEMPLATES
from consent.review.operations import OUTCOMES
from consent.review.screen import screen
from consent.states import EventKind, State

CONFLICT, UNPROCESSABLE = 409, 422


@require_safe
@requires(Capability.READ_ALL)
def queue(request: HttpRequest) -> HttpResponse:
    """What needs the desk, and every other request by filter and search."""
    user, now = account(request), timezone.now()
    wanted = listing.wanted_from(request.GET)
    page = queries.queue(user, wanted)
    stuck = [] if wanted.words else queries.stuck_seals()
    action = Action.SEARCHED if wanted.words else Action.VIEWED
    audit.log_access(action=action, at=now, user=user, address=request.META.get("REMOTE_ADDR"))
    context = {
        "wanted": wanted,
        "page": page,
        "rows": listing.rows(page, now=now, picking=wanted.state == "collecting"),
        "chips": _chips(user, wanted),
        "shown": page.total,
        "views": saved.of(user),
        "here": listing.address(wanted).partition("?")[2],
        "picking": wanted.state == "collecting",
        "ways": listing.ways(wanted, page),
        "stuck": stuck[:1],
        "stuck_count": len(stuck),
        "usual": wanted == queries.Filter(),
    }
    return render(request, "consent/review/queue.html", context)


@require_safe
@requires(Capability.READ_ALL)
def counts(request: HttpRequest) -> HttpResponse:
    """Give the chips with their numbers as they are now, and say whether the list is. Asked by the queue itself."""
    user, wanted, shown = account(request), listing.wanted_from(request.GET), request.GET.get("shown")
    number = queries.total(user, wanted)
    context = {
        "wanted": wanted,
        "chips": _chips(user, wanted),
        "shown": shown,
        "here": listing.address(wanted).partition("?")[2],
        "changed": shown is not None and number.counted and shown != str(number.of),
    }
    return render(request, "consent/review/_counts.html", context)


def _chips(user: User, wanted: queries.Filter) -> listing.Chips:
    """Return the chips; a search is not counted ahead."""
    return listing.chips(wanted, numbers={} if wanted.words else counting.numbers(user, wanted))


@require_safe
@requires(Capability.READ_ALL)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One request on one screen."""
    return _page(request, _find(request, number))


@require_POST
@requires(Capability.DECIDE)
@step_up.required
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Take a decision; whoever comes too late is told, and keeps the note."""
    row = _find(request, number)
    yes = seconding.what_yes(row, account(request))
    form = DecisionForm(request.POST, state=_state(request.POST.get("seen"), row), yes=yes)
    if not form.is_valid():
        return _page(request, row, form=form, status=UNPROCESSABLE)
    try:
        review = operations.decide(
            request_id=row.pk,
            outcome=Outcome(form.cleaned_data["outcome"]),
            by=account(request),
            note=form.cleaned_data["note"],
            conditions=form.cleaned_data.get("conditions", ""),
            seen=State(form.cleaned_data["seen"]),
            seen_position=form.cleaned_data["position"],
            now=timezone.now(),
        )
    except SomebodyWasFaster:
        row = _find(request, number)
        told = _what_happened(request, row, form.cleaned_data["position"])
        kept = {name: form.cleaned_data.get(name, "") for name in ("note", "conditions")}
        return _page(request, row, told=told, kept=kept, status=CONFLICT)
    except operations.OthersMustAgree:
        messages.error(request, _("Not approved: another office must agree first. See who has not answered."))
        return redirect("review:detail", number=row.number)
    except operations.SecondMustDecide:
        messages.error(request, _("Not approved: two of the desk must agree here, each once."))
        return redirect("review:detail", number=row.number)
    except NotPossible:
        messages.error(
            request, _("This cannot be decided here: a colleague must do it, or the state does not allow it.")
        )
        return redirect("review:detail", number=row.number)
    messages.success(request, _thanks(row, review))
    return redirect("review:queue")


def _thanks(row: Request, review: Review) -> str:
    words = {"number": row.spoken_number, "outcome": review.get_outcome_display()}
    if review.outcome == Outcome.AGREED:
        return _("Request %(number)s: you agreed. A colleague decides after you.") % words
    return _("Request %(number)s: %(outcome)s. The requester is told by mail.") % words


@require_safe
@requires(Capability.READ_ALL)
def changed(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether a request changed since a page of it was opened: a notice, or nothing (204). Asked by the page itself."""
    row = _find(request, number)
    position = request.GET.get("position", "")
    since = int(position) if position.isdecimal() and len(position) < 16 else 0
    if _state(request.GET.get("seen"), row) == row.status and not operations.changed_since(row, since):
        return HttpResponse(status=204)
    context = {"told": _what_happened(request, row, since), "row": row}
    return render(request, "consent/review/_changed.html", context)


@require_POST
@requires(Capability.FREEZE)
@step_up.required
def freeze(request: HttpRequest, number: str, subject_id: int) -> HttpResponse:
    """Freeze all use of a subject (L9). A note that cannot be taken is shown again with its error, and nothing is frozen."""
    row = _find(request, number)
    subject = get_object_or_404(row.subjects, pk=subject_id)
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, freezing=(subject.pk, form), status=UNPROCESSABLE)
    note = form.cleaned_data["note"]
    try:
        operations.freeze_subject(subject_id=subject.pk, by=account(request), note=note, now=timezone.now())
    except operations.AlreadyFrozen:
        messages.info(request, _("All use of %(name)s was frozen already.") % {"name": subject.name})
    except operations.MayNotDecide:
        messages.error(request, _("This is your own request: a colleague must do this."))
    else:
        messages.success(request, _("All use of %(name)s is frozen.") % {"name": subject.name})
    return redirect("review:detail", number=row.number)


@require_POST
@requires(Capability.DECIDE)
@step_up.required
def leave_out(request: HttpRequest, number: str, subject_id: int) -> HttpResponseRedirect:
    """Declare that a subject will not be in the recording."""
    row = _find(request, number)
    subject = get_object_or_404(row.subjects, pk=subject_id)
    try:
        standing.leave_out(subject_id=subject.pk, by=account(request), now=timezone.now())
    except standing.NobodyLeft:
        messages.error(request, _("Nobody would be left. Send the request back instead."))
    except NotPossible:
        messages.error(
            request, _("Nothing was changed: the request or this person's answer is in another state by now.")
        )
    else:
        messages.success(request, _("%(name)s is left out of the recording.") % {"name": subject.name})
    return redirect("review:detail", number=row.number)


def _find(request: HttpRequest, number: str) -> Request:
    found = queries.requests_for(account(request)).annotate(**flags.annotations())
    return get_object_or_404(access.numbered(found.select_related("requester", "programme", "wording"), number))


def _state(posted: str | None, row: Request) -> State:
    return State(posted) if posted in State.values else State(row.status)


def _page(
    request: HttpRequest,
    row: Request,
    *,
    form: DecisionForm | None = None,
    told: str = "",
    kept: dict[str, str] | None = None,
    freezing: tuple[int, FreezeForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, now = account(request), timezone.now()
    audit.log_access(action=Action.VIEWED, at=now, user=user, request=row, address=request.META.get("REMOTE_ADDR"))
    shown = screen(row, now=now)
    state = State(row.status)
    yes = None if shown.waited_for else seconding.what_yes(row, user)
    if form is None:
        form = DecisionForm(state=state, yes=yes, initial={**(kept or {}), "seen": state, "position": shown.position})
    context: dict[str, Any] = {
        "row": row,
        "screen": shown,
        "form": form,
        "freezing": freezing and freezing[0],
        "freeze_form": freezing[1] if freezing else FreezeForm(),
        "templates": TEMPLATES,
        "colleagues": assigning.colleagues(),
        "can_decide": state in OUTCOMES and access.may_decide(user, row),
        "own": row.requester_id == user.pk,
        "can_leave_out": state in standing.CAN_LEAVE_OUT,
        "status_label": listing.desk_word(row),
        "told": told,
        "kept": kept or {},
    }
    return render(request, "consent/review/detail.html", context, status=status)


def _what_happened(request: HttpRequest, row: Request, position: int) -> str:
    """Say what changed since a page showed the history up to ``position``."""
    now = timezone.now()
    events = row.events.filter(position__gt=position).order_by("-position")
    decision = events.filter(kind__in=operations.DECISIONS).first()
    if decision and decision.actor == audit.actor(account(request)):
        return _("You decided this request already, %(ago)s: see below.") % {"ago": _ago(decision.at, now)}
    if decision:
        return _("Somebody else already decided this request, %(ago)s: see below.") % {"ago": _ago(decision.at, now)}
    last = events.filter(kind__in=[*operations.CHANGES_THE_FACTS, *operations.MOVES]).first()
    if last is None:
        return _("This request is not as you saw it any more: see below.")
    words = {"what": EventKind(last.kind).label, "ago": _ago(last.at, now)}
    return _("This request changed while you had it open (%(what)s, %(ago)s). Please look again.") % words


def _ago(moment: datetime, now: datetime) -> str:
    if (now - moment).total_seconds() < 60:
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, now, depth=1)}
