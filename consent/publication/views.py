"""What was published, and what must go: one panel, on a page of its own and inside the request's pages."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account
from consent import access, audit, numbers, pictures, store
from consent.models import Action, Form, Request, TakeDown, Use
from consent.publication import forms, operations, queries
from consent.publication.forms import GoneForm, PublicationForm

UNPROCESSABLE, FORM_AROUND_FILE = 422, 20_000


@require_safe
def index(request: HttpRequest, number: str) -> HttpResponse:
    """The panel as a page."""
    row = _find(request, number)
    return render(request, "consent/publication/index.html", _context(row))


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The panel alone, for inside another page."""
    row = _find(request, number)
    return render(request, "consent/publication/_panel.html", _context(row))


@csrf_exempt
@require_POST
def register(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write down a publication.

    A body that is too large is refused before any of it is read; the check for forged posts, which reads it, comes after.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.SCREENSHOT_MAX_BYTES + FORM_AROUND_FILE:
        row = _find(request, number)
        messages.warning(request, forms.too_large())
        return redirect("publication:index", number=row.number)
    return _register(request, number)


@csrf_protect
def _register(request: HttpRequest, number: str) -> HttpResponse:
    row = _find(request, number)
    form = _form(row, request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, row, form=form)
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
            screenshot=form.cleaned_data["screenshot"],
            by=account(request),
            now=timezone.now(),
        )
    except (operations.NotAllowed, Use.DoesNotExist):
        form.add_error(
            None, _("This was not allowed on that day, or is not allowed any more. Is it online? Take it down now.")
        )
    except pictures.NotAPicture:
        form.add_error("screenshot", _("This is no picture that we can show. Choose a JPEG, PNG or WebP."))
    except pictures.TooLarge:
        form.add_error("screenshot", _("This picture has too many dots. Choose a smaller one."))
    except OSError:
        form.add_error("screenshot", _("The picture cannot be stored right now. Try again, or register without it."))
    else:
        messages.success(request, _("The publication is registered."))
        return redirect("publication:index", number=row.number)
    return _again(request, row, form=form)


@require_safe
def screenshot(request: HttpRequest, number: str, publication_id: int) -> HttpResponse:
    """Give the picture of a publication as a download, and write down who got it."""
    row = _find(request, number)
    found = get_object_or_404(queries.publications(row).exclude(screenshot=None), pk=publication_id)
    try:
        content = store.get(str(found.screenshot), ending=queries.SCREENSHOT)
    except store.Missing as error:
        raise Http404 from error
    except store.StoreError:
        messages.error(request, _("The picture cannot be opened right now."))
        return redirect("publication:index", number=row.number)
    audit.log_access(
        action=Action.DOWNLOADED,
        at=timezone.now(),
        user=account(request),
        request=row,
        address=request.META.get("REMOTE_ADDR"),
    )
    name = f"AKK-{numbers.spoken(row.number)}-{found.pk}.{queries.SCREENSHOT}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)


@require_POST
def confirm(request: HttpRequest, number: str, take_down_id: int) -> HttpResponse:
    """Say that a publication is gone, how and since when."""
    row = _find(request, number)
    tasks = TakeDown.objects.filter(publication__use__request=row).select_related("publication")
    task = get_object_or_404(tasks, pk=take_down_id)
    form = GoneForm(request.POST, task=task, today=timezone.localdate())
    if not task.open:
        messages.info(request, _("This take-down was confirmed already."))
        return redirect("publication:index", number=row.number)
    if not form.is_valid():
        return _again(request, row, gone=form)
    try:
        operations.confirm(take_down_id=task.pk, by=account(request), outcome=form.outcome(), now=timezone.now())
    except operations.AlreadyConfirmed:
        messages.info(request, _("This take-down was confirmed already."))
    else:
        messages.success(request, _("Thank you: the take-down is confirmed."))
    return redirect("publication:index", number=row.number)


def _find(request: HttpRequest, number: str) -> Request:
    return get_object_or_404(access.numbered(access.requests_visible_to(account(request)), number))


def _again(
    request: HttpRequest, row: Request, *, form: PublicationForm | None = None, gone: GoneForm | None = None
) -> HttpResponse:
    context = _context(row, form=form, gone=gone) | {"wrong": form or gone}
    return render(request, "consent/publication/index.html", context, status=UNPROCESSABLE)


def _form(row: Request, *data: Any) -> PublicationForm:
    now = timezone.now()
    allowed = queries.named(operations.allowed_now(row, now=now), request=row)
    return PublicationForm(*data, allowed=allowed, today=timezone.localdate(now))


def _context(row: Request, *, form: PublicationForm | None = None, gone: GoneForm | None = None) -> dict[str, Any]:
    form, today = form or _form(row), timezone.localdate()
    published = list(queries.publications(row))
    tasks = [one.take_down for one in published if hasattr(one, "take_down")]
    urgent = sorted((task for task in tasks if task.open), key=lambda task: (task.due_on, task.pk))
    return {
        "row": row,
        "form": form,
        "published": published,
        "open_tasks": [
            (task, gone if gone and gone.task.pk == task.pk else GoneForm(task=task, today=today)) for task in urgent
        ],
        "today": today,
    }
