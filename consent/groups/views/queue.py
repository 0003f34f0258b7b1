"""One tablet that goes round: after each person it is wiped and asks for the next. It ends by logging in again.

Nothing here shows a name: each person types their own.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consent import seat
from consent.groups import queries
from consent.groups.views import enrolling
from consent.seat import Queue


@login_not_required
@require_safe
def next_person(request: HttpRequest) -> HttpResponse:
    """Ask for the next person; while somebody's form is open it is still theirs."""
    enrolling.speak(request)
    queue = seat.queue_of(request)
    if queue is None:
        return _no_queue(request)
    if seat.KEY in request.session:
        return redirect("signing:start")
    why = queries.why_shut(queries.of_key(queue.enrolment), now=timezone.now())
    return seat.forgotten(render(request, "consent/groups/next.html", {"queue": queue, "over": why is not None}))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Let the next person say who they are."""
    queue = seat.queue_of(request) or _tapped_twice(request)
    if queue is None:
        return _no_queue(request)
    if seat.KEY in request.session and request.method != "POST":
        return redirect("signing:start")
    enrolment = queries.of_key(queue.enrolment)
    if enrolment is None or queries.why_shut(enrolment, now=timezone.now()):
        return redirect("groups:next")
    return enrolling.answer(request, enrolment, queue=queue)


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Stop halfway: nothing is stored, the screen is wiped, and the next person can begin."""
    if seat.queue_of(request) is None:
        return _no_queue(request)
    seat.leave(request)
    return seat.forgotten(redirect("groups:next"))


def _tapped_twice(request: HttpRequest) -> Queue | None:
    """Return the queue of a page that was sent a moment ago already: that first time replaced the session."""
    if request.method != "POST" or request.user.is_authenticated:
        return None
    enrolment = queries.just_enrolled(request.POST.get("key", ""), now=timezone.now())
    return Queue(enrolment) if enrolment else None


def _no_queue(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home")
    return seat.forgotten(render(request, "consent/groups/no_queue.html", status=403))
