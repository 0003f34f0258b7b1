"""The desk's page on which the representative's route is opened for one subject."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent import access, audit
from consent.lifecycle import NotPossible
from consent.models import Action, Request, Subject
from consent.review import queries
from consent.review.operations import MayNotDecide
from consent.review.representing import operations
from consent.review.representing.forms import RouteForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.DECIDE)
@step_up.required
def open_route(request: HttpRequest, number: str, subject_id: int) -> HttpResponse:
    """Say who signs for a subject who cannot decide, and who agreed to it."""
    row = get_object_or_404(access.numbered(queries.requests_for(account(request)), number))
    subject = get_object_or_404(row.subjects.select_related("representative_route"), pk=subject_id)
    if not operations.can_open(row, subject):
        messages.info(request, _("Nobody can be named to sign for %(name)s now.") % {"name": subject.name})
        return redirect("review:detail", number=row.number)
    form = RouteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, row, subject, form)
    return _open(request, row, subject, form)


def _open(request: HttpRequest, row: Request, subject: Subject, form: RouteForm) -> HttpResponse:
    try:
        route = operations.open_route(
            subject_id=subject.pk,
            by=account(request),
            representative=form.representative(),
            agreement=form.agreement(),
            now=timezone.now(),
        )
    except MayNotDecide:
        messages.error(request, _("This is your own request: a colleague must do this."))
    except operations.AlreadyOpened:
        messages.info(request, _("A colleague did this already."))
    except NotPossible:
        messages.error(
            request, _("Nothing was changed: the request or this person's answer is in another state by now.")
        )
    else:
        words = {"name": route.signer.name, "subject": subject.name}
        messages.success(request, _("%(name)s can sign for %(subject)s. The requester is told by mail.") % words)
    return redirect("review:detail", number=row.number)


def _page(request: HttpRequest, row: Request, subject: Subject, form: RouteForm) -> HttpResponse:
    audit.log_access(
        action=Action.VIEWED,
        at=timezone.now(),
        user=account(request),
        request=row,
        address=request.META.get("REMOTE_ADDR"),
    )
    context = {"row": row, "subject": subject, "form": form}
    return render(request, "consent/review/representative.html", context, status=UNPROCESSABLE if form.errors else 200)
