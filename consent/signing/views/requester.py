"""The requester asks: by mail, by QR code, by handing over the device; and for the second yes."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.guards import account
from consent import access, qr, seat
from consent.models import Request, Signer, Way
from consent.signing import operations, queries

WHY_NOT: dict[type[operations.CannotAsk], str | Promise] = {
    operations.NotYours: gettext_lazy("Only who filed this request can ask its people."),
    operations.NotNow: gettext_lazy("Nobody can be asked now: this request does not collect signatures at the moment."),
    operations.AlreadyAnswered: gettext_lazy("This person answered already. You need not ask again."),
    operations.NoAddress: gettext_lazy(
        "There is no mail address for this person. Show the QR code or hand over this device."
    ),
    operations.MayNotVouch: gettext_lazy(
        "You treat patients here, so you may not collect a patient's signature yourself. Invite this person by mail, "
        "or ask a colleague who does not treat them to file the request."
    ),
}


def _signer(request: HttpRequest, signer_id: int) -> Signer:
    """Return a signer of one's own request. Another's does not exist: 404."""
    found = queries.own_signer(access.own_requests(account(request)), signer_id)
    if found is None:
        raise Http404
    return found


def _not_asked(request: HttpRequest, signer: Signer, error: operations.CannotAsk) -> HttpResponse:
    messages.error(request, str(WHY_NOT[type(error)]))
    return redirect("requesting:detail", number=signer.subject.request.number)


@require_POST
def invite(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Have a link mailed."""
    signer = _signer(request, signer_id)
    try:
        operations.mail_invitation(signer_id=signer_id, by=account(request))
    except operations.CannotAsk as error:
        return _not_asked(request, signer, error)
    messages.success(request, _("The invitation to %(name)s is on its way by mail.") % {"name": signer.name})
    return redirect("requesting:detail", number=signer.subject.request.number)


@require_POST
def show_qr(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Show a new QR code; the one before stops working."""
    signer, now = _signer(request, signer_id), timezone.now()
    try:
        token = operations.invite(signer_id=signer_id, way=Way.QR, by=account(request), now=now)
    except operations.CannotAsk as error:
        return _not_asked(request, signer, error)
    link = settings.BASE_URL + reverse("signing:open", args=[token])
    context = {
        "signer": signer,
        "row": signer.subject.request,
        "link": link,
        "code": qr.svg(link, title=_("QR code that opens the form")),
        "works_until": now + operations.IN_THE_ROOM,
    }
    return render(request, "consent/signing/qr.html", context)


@require_POST
def hand_over(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Turn this browser into the signer's: the requester is logged out and nothing of theirs stays in the session."""
    signer = _signer(request, signer_id)
    try:
        token = operations.invite(signer_id=signer_id, way=Way.HANDOVER, by=account(request), now=timezone.now())
    except operations.CannotAsk as error:
        return _not_asked(request, signer, error)
    invitation = queries.find_invitation(token)
    if invitation is None:
        raise Http404
    seat.take(request, invitation, language=signer.language, identified=True)
    return seat.forgotten(redirect("signing:start"))


@require_POST
def ask_second_yes(request: HttpRequest, number: str) -> HttpResponse:
    """Ask everybody once more about uses with high visibility."""
    user = account(request)
    row = get_object_or_404(access.numbered(access.requests_visible_to(user), number))
    try:
        operations.ask_second_yes(request_id=row.pk, by=user, now=timezone.now())
    except operations.TooEarly:
        messages.error(
            request,
            _(
                "Nobody can be asked now: the request must be approved, the recording made, and a second yes still missing."
            ),
        )
    else:
        messages.success(
            request, _("Whoever said yes and did not answer yet is asked once more, by mail or on their own page.")
        )
    return _back(request, row)


def _back(request: HttpRequest, row: Request) -> HttpResponse:
    own = row.requester_id == account(request).pk
    return redirect("requesting:detail" if own else "review:detail", number=row.number)
