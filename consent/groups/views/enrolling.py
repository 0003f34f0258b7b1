"""The page on which somebody enrols: the same on one's own phone and on a tablet that goes round."""

from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from accounts import limits
from consent import lifecycle, seat
from consent.groups import operations, queries
from consent.groups.forms import EnrolForm
from consent.models import Capacity, Enrolment, Way
from consent.seat import Queue


def speak(request: HttpRequest) -> str:
    """Speak the language that was chosen on this page, and return it: this browser may be somebody else's."""
    wished = request.GET.get("language", "")
    if wished in seat.LANGUAGES:
        translation.activate(wished)
    return translation.get_language() or "nl"


def too_many(request: HttpRequest) -> HttpResponse | None:
    """Count a try; return a page when there were too many."""
    found: HttpResponse | None = limits.too_many(request, action="enrol", rate=settings.ENROL_RATE)
    return found


def shut(request: HttpRequest, why: queries.Shut) -> HttpResponse:
    """Say kindly why nobody can enrol here."""
    status = 404 if why == queries.Shut.UNKNOWN else 410
    return render(request, "consent/groups/shut.html", {"reason": why.value}, status=status)


def answer(request: HttpRequest, enrolment: Enrolment, *, queue: Queue | None) -> HttpResponse:
    """Show the form, take it, and go straight on to the form of who enrolled."""
    language = speak(request)
    if request.method != "POST":
        return _page(request, enrolment, _form(enrolment, None, language), queue)
    if refusal := too_many(request):
        return refusal
    form = _form(enrolment, request.POST, language)
    if not form.is_valid():
        return _page(request, enrolment, form, queue, status=422)
    try:
        return _take(request, enrolment, form, queue)
    except lifecycle.NotPossible as error:
        return _not_enrolled(request, error, queue)


def _take(request: HttpRequest, enrolment: Enrolment, form: EnrolForm, queue: Queue | None) -> HttpResponse:
    operations.check(enrolment, kind=form.cleaned_data["kind"], age_group=form.cleaned_data["age_group"])
    if form.asks_now:
        return _page(request, enrolment, form, queue)
    return _enrol(request, enrolment, form, queue)


def _not_enrolled(request: HttpRequest, error: lifecycle.NotPossible, queue: Queue | None) -> HttpResponse:
    if isinstance(error, operations.DeskFirst):
        return render(request, "consent/groups/desk_first.html", {"queue": queue})
    if queue and not isinstance(error, operations.Full):
        return redirect("groups:next")
    reasons = {operations.Full: "full", operations.EnrolledAlready: "already"}
    context = {"reason": reasons.get(type(error), queries.Shut.OVER.value), "queue": queue}
    return render(request, "consent/groups/shut.html", context, status=410)


def _enrol(request: HttpRequest, enrolment: Enrolment, form: EnrolForm, queue: Queue | None) -> HttpResponse:
    enrolled = operations.enrol(
        enrolment_id=enrolment.pk,
        key=form.cleaned_data["key"],
        person=form.person(),
        holder=Capacity.GUARDIAN if form.of_child else Capacity.SELF,
        way=Way.HANDOVER if queue else Way.QR,
        now=timezone.now(),
    )
    invitation = queries.invitation_of(enrolled)
    seat.take(request, invitation, language=form.language, identified=True, queue=queue)
    response = redirect("signing:start")
    return seat.forgotten(response) if queue else response


def _form(enrolment: Enrolment, data: object, language: str) -> EnrolForm:
    key = {"key": token_urlsafe(32)}
    return EnrolForm(data, minors=enrolment.minors, day=timezone.localdate(), language=language, initial=key)


def _page(
    request: HttpRequest, enrolment: Enrolment, form: EnrolForm, queue: Queue | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "enrolment": enrolment,
        "row": enrolment.request,
        "form": form,
        "queue": queue,
        "full": not queries.free_places(enrolment),
    }
    return render(request, "consent/groups/enrol.html", context, status=status)
