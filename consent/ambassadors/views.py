"""The desk's page of ambassadors. Only the desk finds it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import account, requires
from accounts.roles import Capability
from consent.ambassadors import operations, queries
from consent.ambassadors.forms import AmbassadorForm
from consent.models import Ambassador

UNPROCESSABLE = 422

desk = requires(Capability.MANAGE_AMBASSADORS)


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def ambassadors(request: HttpRequest) -> HttpResponse:
    """Who is ambassador and who was; and put somebody on the list."""
    if request.method != "POST":
        return _page(request, AmbassadorForm())
    form = AmbassadorForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    try:
        row = operations.add(
            email=form.cleaned_data["email"],
            account=form.cleaned_data["account"],
            by=account(request),
            now=timezone.now(),
            address=request.META.get("REMOTE_ADDR"),
        )
    except operations.NoAccount:
        form.add_error("email", _("Nobody has an active account with this address. Invite this person first."))
    except operations.AlreadyListed as listed:
        form.add_error("account", _("%(name)s is on the list with this account.") % {"name": listed.args[0].name})
    else:
        words = {"name": row.user.name, "account": row.account}
        messages.success(request, _("%(name)s is ambassador with %(account)s.") % words)
        return redirect("ambassadors:list")
    return _page(request, form, status=UNPROCESSABLE)


@require_POST
@desk
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    try:
        row = operations.end(
            ambassador_id=pk, by=account(request), now=timezone.now(), address=request.META.get("REMOTE_ADDR")
        )
    except Ambassador.DoesNotExist:
        raise Http404 from None
    except operations.AlreadyEnded:
        messages.info(request, _("A colleague took this person off the list already."))
    else:
        messages.success(request, _("%(name)s is off the list.") % {"name": row.user.name})
    return redirect("ambassadors:list")


def _page(request: HttpRequest, form: AmbassadorForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "appointed": queries.appointed(), "former": queries.former()}
    return render(request, "consent/ambassadors/list.html", context, status=status)
