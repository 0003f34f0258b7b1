"""What the views of this stage share: whose request it is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.guards import account
from consent import access
from consent.models import Request


def own(request: HttpRequest, number: str) -> Request:
    """Return a request of one's own. Another's does not exist: 404."""
    found = access.own_requests(account(request)).select_related("requester", "programme", "wording")
    return get_object_or_404(access.numbered(found, number))


def not_editable(request: HttpRequest, row: Request) -> HttpResponse:
    """Say that the request cannot be changed now, and show where it is."""
    messages.warning(request, _("This request cannot be changed now. Below you see where it is."))
    return redirect("requesting:detail", number=row.number)
