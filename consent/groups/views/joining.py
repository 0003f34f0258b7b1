"""One's own phone: the code is scanned or typed. A GET changes nothing: scanners open links."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consent import seat
from consent.groups import queries
from consent.groups.forms import CodeForm
from consent.groups.views import enrolling
from consent.models import Enrolment


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code below the QR code, for who cannot scan."""
    language = enrolling.speak(request)
    if request.method != "POST":
        return render(request, "consent/groups/code.html", {"form": CodeForm()})
    if refusal := enrolling.too_many(request):
        return refusal
    form = CodeForm(request.POST)
    found = queries.of_code(form.cleaned_data["code"]) if form.is_valid() else None
    if found is None:
        return render(request, "consent/groups/code.html", {"form": form, "unknown": True}, status=422)
    address = redirect("groups:join", token=queries.token_from(found.salt))
    address["Location"] += f"?language={language}"
    return address


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Enrol on one's own phone; who did so on this phone just now goes on with their form."""
    enrolling.speak(request)
    enrolment = queries.of_token(token)
    why = queries.why_shut(enrolment, now=timezone.now())
    if enrolment is None or why:
        return enrolling.shut(request, why or queries.Shut.UNKNOWN)
    if request.method != "POST" and "another" not in request.GET and _enrolled_here(request, enrolment):
        return render(request, "consent/groups/go_on.html", {"enrolment": enrolment})
    return enrolling.answer(request, enrolment, queue=None)


def _enrolled_here(request: HttpRequest, enrolment: Enrolment) -> bool:
    mark = request.session.get(seat.KEY)
    return isinstance(mark, dict) and queries.enrolled_by(int(mark["invitation"]), enrolment)
