"""The desk asks who came of age (L2): by mail, or with a QR code for whoever is in the room."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import account, requires
from accounts.roles import Capability
from consent import access, qr
from consent.models import Signer, Way
from consent.signing import operations, queries
from consent.signing.forms import MailForm
from consent.signing.views.requester import WHY_NOT


@require_POST
@requires(Capability.DECIDE)
def mail_of_age(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Have a link mailed, to the address that the desk gives."""
    signer = _signer(request, signer_id)
    form = MailForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Check the address: it looks like name@example.org."))
        return _back(signer)
    try:
        operations.ask_at(signer_id=signer_id, mail=form.cleaned_data["mail"], by=account(request))
    except operations.CannotAsk as error:
        messages.error(request, str(WHY_NOT[type(error)]))
    else:
        messages.success(request, _("The invitation to %(name)s is on its way by mail.") % {"name": signer.name})
    return _back(signer)


@require_POST
@requires(Capability.DECIDE)
def qr_of_age(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Show a QR code; the one before stops working."""
    signer, now = _signer(request, signer_id), timezone.now()
    try:
        token = operations.invite(signer_id=signer_id, way=Way.QR, by=account(request), now=now)
    except operations.CannotAsk as error:
        messages.error(request, str(WHY_NOT[type(error)]))
        return _back(signer)
    link = settings.BASE_URL + reverse("signing:open", args=[token])
    context = {
        "signer": signer,
        "row": signer.subject.request,
        "back": _address(signer),
        "link": link,
        "code": qr.svg(link, title=_("QR code that opens the form")),
        "works_until": now + operations.IN_THE_ROOM,
    }
    return render(request, "consent/signing/qr.html", context)


def _signer(request: HttpRequest, signer_id: int) -> Signer:
    found = queries.own_signer(access.requests_visible_to(account(request)), signer_id)
    if found is None:
        raise Http404
    return found


def _address(signer: Signer) -> str:
    return reverse("review:detail", args=[signer.subject.request.number])


def _back(signer: Signer) -> HttpResponse:
    return redirect(_address(signer))
