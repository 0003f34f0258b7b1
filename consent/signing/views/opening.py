"""A link is opened, and who came by mail shows that they can read that mail. A GET changes nothing: scanners open links."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consent import seat
from consent.models import Invitation
from consent.signing import operations, queries
from consent.signing.forms import CodeForm
from consent.signing.queries import Closed
from consent.signing.views import sitting
from consent.signing.views.sitting import Sitting, page, seated


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the link is for, without a name; start the signer's session when they say so."""
    invitation = queries.find_invitation(token)
    translation.activate(_language(request, invitation))
    closed = queries.why_closed(invitation, now=timezone.now())
    if invitation and closed == Closed.EXPIRED and queries.by_code(invitation):
        return _over(request, {"reason": "expired", "new_link_url": reverse("signing:new_link", args=[token])})
    if invitation is None or closed:
        return sitting.closed_page(request, closed, way=invitation.way if invitation else "")
    if request.method == "POST":
        return _come_in(request, invitation)
    return render(request, "consent/signing/open.html", {"by_mail": queries.by_code(invitation)})


@login_not_required
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Have a new link mailed to whom a link that is over was for. The page says the same whoever asks, and how often."""
    invitation = queries.find_invitation(token)
    translation.activate(_language(request, invitation))
    closed = queries.why_closed(invitation, now=timezone.now())
    if invitation is None or closed != Closed.EXPIRED or not queries.by_code(invitation):
        return redirect("signing:open", token=token)
    with suppress(operations.CannotAsk):
        operations.ask_new_link(invitation=invitation, now=timezone.now())
    return _over(request, {"reason": "sent"})


def _over(request: HttpRequest, context: dict[str, str]) -> HttpResponse:
    return render(request, "consent/signing/closed.html", context, status=410)


def _language(request: HttpRequest, invitation: Invitation | None) -> str:
    """Return the language that was chosen on this page, else the signer's: the browser may be somebody else's."""
    wished = request.GET.get("language", "")
    if wished in seat.LANGUAGES:
        return wished
    return invitation.signer.language if invitation else translation.get_language() or "nl"


def _come_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    already = sitting.current(request)
    if already and already.invitation.pk == invitation.pk and already.data["identified"]:
        return redirect("signing:start")
    by_mail = queries.by_code(invitation)
    if by_mail:
        try:
            operations.ask_code(invitation_id=invitation.pk, now=timezone.now())
        except operations.TooManyCodes:
            return render(request, "consent/signing/open.html", {"by_mail": True, "too_many": True}, status=429)
    seat.take(request, invitation, language=translation.get_language() or "nl", identified=not by_mail)
    return redirect("signing:code" if by_mail else "signing:start")


@require_http_methods(["GET", "HEAD", "POST"])
@seated(needs="code")
def code(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Ask for the code that was mailed."""
    if who.data["identified"]:
        return redirect("signing:start")
    if request.method != "POST":
        return page(request, who, "code", {"form": CodeForm()})
    if "look" in request.POST:
        who.look(request.POST["look"])
        return redirect("signing:code")
    form = CodeForm(request.POST)
    if form.is_valid() and _is_right(who, form):
        request.session.cycle_key()
        who.put(identified=True)
        return redirect("signing:start")
    return page(request, who, "code", {"form": form}, status=422)


def _is_right(who: Sitting, form: CodeForm) -> bool:
    try:
        operations.check_code(invitation_id=who.invitation.pk, digits=form.cleaned_data["digits"], now=timezone.now())
    except operations.WrongCode as error:
        if error.left:
            said = ngettext(
                "This is not the code. You can try %(left)d more time.",
                "This is not the code. You can try %(left)d more times.",
                error.left,
            )
            form.add_error("digits", said % {"left": error.left})
            return False
    except operations.CodeSpent:
        pass
    else:
        return True
    form.add_error("digits", _("This code no longer works. Have a new one sent."))
    return False


@require_POST
@seated(needs="code")
def new_code(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Send another code; the one before stops working."""
    if who.data["identified"]:
        return redirect("signing:start")
    try:
        operations.ask_code(invitation_id=who.invitation.pk, now=timezone.now())
    except operations.TooManyCodes:
        return page(request, who, "code", {"form": CodeForm(), "too_many": True}, status=429)
    return page(request, who, "code", {"form": CodeForm(), "sent_again": True})
