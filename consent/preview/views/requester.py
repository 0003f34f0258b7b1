"""The requester's page: what was shown, how many answered, and showing the next."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account
from consent import access
from consent.models import Request
from consent.preview import files, forms, operations, queries

PAGE = "consent/preview/index.html"
UNPROCESSABLE, FORM_AROUND_FILE = 422, 20_000


@require_safe
def index(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was shown, and the form for the next."""
    row = _find(request, number)
    return render(request, PAGE, _context(request, row, None))


@csrf_exempt
@require_POST
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show a piece to those who asked to see it.

    A body that is too large is refused before any of it is read; the check for forged posts, which reads it, comes after.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.PREVIEW_MAX_BYTES + FORM_AROUND_FILE:
        row = _find(request, number)
        messages.warning(request, forms.too_large())
        return redirect("preview:index", number=row.number)
    return _show(request, number)


@csrf_protect
def _show(request: HttpRequest, number: str) -> HttpResponse:
    row = _find(request, number)
    form = _form(row, request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, row, form)
    kept = None
    try:
        kept = files.keep(form.cleaned_data["file"]) if form.cleaned_data["file"] else None
        operations.show(request_id=row.pk, piece=form.piece(kept), by=account(request), now=timezone.now())
    except files.NotShown:
        form.add_error("file", forms.unknown())
    except operations.TooMany:
        form.add_error(None, _("Too many pieces wait for an answer. Wait for the answers first."))
    except (operations.NotHere, operations.NotYours):
        form.add_error(None, _("This can no longer be shown. See what you may publish."))
    else:
        messages.success(request, _("It is shown to those who asked for it. You hear from us when everybody answered."))
        return redirect("preview:index", number=row.number)
    if kept:
        files.remove(kept.name)
    return _again(request, row, form)


def _find(request: HttpRequest, number: str) -> Request:
    return get_object_or_404(access.numbered(access.requests_visible_to(account(request)), number))


def _again(request: HttpRequest, row: Request, form: forms.PreviewForm) -> HttpResponse:
    return render(request, PAGE, _context(request, row, form), status=UNPROCESSABLE)


def _form(row: Request, *data: Any) -> forms.PreviewForm:
    return forms.PreviewForm(*data, places=queries.places(row, now=timezone.now()))


def _context(request: HttpRequest, row: Request, form: forms.PreviewForm | None) -> dict[str, Any]:
    user = account(request)
    return {
        "row": row,
        "form": form or _form(row),
        "shown": queries.shown(row, now=timezone.now()),
        "names_too": user.at_desk and row.requester_id != user.pk,
    }
