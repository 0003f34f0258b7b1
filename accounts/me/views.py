"""The own account page."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import factors, logins
from accounts.guards import account
from accounts.me import operations
from accounts.me.forms import NameForm
from accounts.models import Affiliation
from accounts.people import queries

NEWEST = 20
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that one can see and change of one's own account; and store another name."""
    user = account(request)
    if request.method != "POST":
        return _page(request, NameForm(initial={"name": user.name}))
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    operations.rename(user=user, name=form.cleaned_data["name"])
    messages.success(request, _("Your name is stored."))
    return redirect("me:account")


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Log one other browser out."""
    user = account(request)
    if operations.end_session(user=user, pk=pk, now=timezone.now(), address=request.META.get("REMOTE_ADDR")):
        messages.success(request, _("That browser is logged out."))
    else:
        messages.info(request, _("That browser was logged out already."))
    return redirect("me:account")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    ended = operations.end_other_sessions(
        user=account(request),
        here=request.session.session_key,
        now=timezone.now(),
        address=request.META.get("REMOTE_ADDR"),
    )
    words = ngettext(
        "Logged out in %(count)s other browser. Here you stay logged in.",
        "Logged out in %(count)s other browsers. Here you stay logged in.",
        ended,
    )
    messages.success(request, words % {"count": ended})
    return redirect("me:account")


def _page(request: HttpRequest, form: NameForm, status: int = 200) -> HttpResponse:
    user = account(request)
    here = logins.of(user, here=request.session.session_key, now=timezone.now())
    context = {
        "form": form,
        "languages": settings.LANGUAGES,
        "has_factor": factors.has(user),
        "has_password": user.has_usable_password(),
        "affiliation": Affiliation.objects.filter(user=user).first(),
        "logins": here,
        "others": [login for login in here if not login.here],
        "trace": queries.trace_of(user, newest=NEWEST),
    }
    return render(request, "accounts/me/account.html", context, status=status)
