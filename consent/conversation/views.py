"""The conversation about a request: a page of its own, and a part of the requester's and the desk's screens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.guards import account
from consent import access, comments
from consent.conversation.forms import MessageForm
from consent.models import Request
from consent.states import State

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, number: str) -> HttpResponse:
    """Read what was written, and write."""
    row = _find(request, number)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _kept(request, row, form):
        messages.success(request, _("Your message is kept here, and the other side gets a mail."))
        return redirect(_screen(request, row) + "#conversation")
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "consent/conversation/index.html", _context(row, form), status=status)


def _kept(request: HttpRequest, row: Request, form: MessageForm) -> bool:
    """Keep a message; where that is not possible, say so beside the text, which stays in the field."""
    try:
        comments.write(request_id=row.pk, by=account(request), text=form.cleaned_data["text"], now=timezone.now())
    except comments.CannotWrite:
        form.add_error("text", _("Your message was not kept: too many in a short time. Try again in an hour."))
        return False
    return True


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """Give the same as a part of another screen."""
    row = _find(request, number)
    return render(request, "consent/conversation/_panel.html", _context(row, MessageForm()))


def _find(request: HttpRequest, number: str) -> Request:
    seen = access.requests_visible_to(account(request)).exclude(status=State.DRAFT)
    return get_object_or_404(access.numbered(seen, number))


def _context(row: Request, form: MessageForm) -> dict[str, object]:
    return {"row": row, "form": form, "comments": comments.of(row)}


def _screen(request: HttpRequest, row: Request) -> str:
    own = row.requester_id == account(request).pk
    return reverse("requesting:detail" if own else "review:detail", args=[row.number])
