"""What was published, and what must go: one panel, on a page of its own and inside the request's pages."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account
from consent import access
from consent.models import Form, Request, TakeDown, Use
from consent.publication import operations, queries
from consent.publication.forms import PublicationForm

UNPROCESSABLE = 422


@require_safe
def index(request: HttpRequest, number: str) -> HttpResponse:
    """The panel as a page."""
    row = _find(request, number)
    return render(request, "consent/publication/index.html", _context(row, None))


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The panel alone, for inside another page."""
    row = _find(request, number)
    return render(request, "consent/publication/_panel.html", _context(row, None))


@require_POST
def register(request: HttpRequest, number: str) -> HttpResponse:
    """Write down a publication."""
    row = _find(request, number)
    form = _form(row, request.POST)
    if not form.is_valid():
        return _again(request, row, form)
    use_id, medium, preview_id = form.chosen()
    try:
        operations.register(
            request_id=row.pk,
            use_id=use_id,
            medium=medium,
            preview_id=preview_id,
            form=Form(form.cleaned_data["form"]),
            place=form.cleaned_data["place"],
            url=form.cleaned_data["url"],
            published_on=form.cleaned_data["published_on"],
            by=account(request),
            now=timezone.now(),
        )
    except (operations.NotAllowed, Use.DoesNotExist):
        form.add_error(
            None, _("This was not allowed on that day, or is not allowed any more. Is it online? Take it down now.")
        )
        return _again(request, row, form)
    messages.success(request, _("The publication is registered."))
    return redirect("publication:index", number=row.number)


@require_POST
def confirm(request: HttpRequest, number: str, take_down_id: int) -> HttpResponseRedirect:
    """Say that a publication is gone."""
    row = _find(request, number)
    task = get_object_or_404(TakeDown.objects.filter(publication__use__request=row), pk=take_down_id)
    try:
        operations.confirm(take_down_id=task.pk, by=account(request), now=timezone.now())
    except operations.AlreadyConfirmed:
        messages.info(request, _("This take-down was confirmed already."))
    except operations.NothingToTakeDown:
        raise Http404 from None
    else:
        messages.success(request, _("Thank you: the take-down is confirmed."))
    return redirect("publication:index", number=row.number)


def _find(request: HttpRequest, number: str) -> Request:
    return get_object_or_404(access.numbered(access.requests_visible_to(account(request)), number))


def _again(request: HttpRequest, row: Request, form: PublicationForm) -> HttpResponse:
    return render(request, "consent/publication/index.html", _context(row, form), status=UNPROCESSABLE)


def _form(row: Request, data: Any) -> PublicationForm:
    now = timezone.now()
    allowed = queries.named(operations.allowed_now(row, now=now), request=row)
    return PublicationForm(data, allowed=allowed, today=timezone.localdate(now))


def _context(row: Request, form: PublicationForm | None) -> dict[str, Any]:
    form = form or _form(row, None)
    published = list(queries.publications(row))
    tasks = [one.take_down for one in published if hasattr(one, "take_down")]
    return {
        "row": row,
        "form": form,
        "published": published,
        "open_tasks": sorted(
            (task for task in tasks if not task.irrecoverable and not task.confirmed_at),
            key=lambda task: (task.due_on, task.pk),
        ),
        "today": timezone.localdate(),
    }
