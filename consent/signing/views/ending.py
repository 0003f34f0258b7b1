"""The end: saved, no, not now, not me. The signer's session is emptied, and the device goes back."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consent import agreed, lasting, qr, seat, sheet
from consent.models import Way
from consent.signing import operations, queries
from consent.signing.forms import MailForm
from consent.signing.views import reading, sitting
from consent.signing.views.sitting import Sitting, page, seated
from consent.states import SignerStatus


@require_http_methods(["GET", "HEAD", "POST"])
@seated(needs="named", signed="only")
def thanks(request: HttpRequest, who: Sitting) -> HttpResponse:
    """What was saved; where the copy goes; and, when asked by POST, the signer's own link."""
    if request.method != "POST":
        return show_thanks(request, who, with_link=False)
    if "look" in request.POST:
        who.look(request.POST["look"])
        sitting.activate(who)
    form = MailForm(request.POST) if "mail" in request.POST else None
    if form and form.is_valid() and not who.signer.mail:
        with suppress(operations.CannotSign):  # sent twice at once: the first address stands
            operations.add_mail(signer_id=who.signer.pk, mail=form.cleaned_data["mail"])
        who.signer.refresh_from_db(fields=["mail"])
        return show_thanks(request, who, mailed=True)
    return show_thanks(request, who, form=form)


def show_thanks(
    request: HttpRequest,
    who: Sitting,
    *,
    form: MailForm | None = None,
    with_link: bool = True,
    again: bool = False,
    mailed: bool = False,
) -> HttpResponse:
    """Show that it is saved. ``again`` means that it was saved before; the link is made only in answer to a POST."""
    signature = queries.signature_of(who.signer)
    if signature is None:
        return redirect("signing:sheet")
    who.put(draft={})
    with_link = with_link and request.method == "POST"
    link = lasting.new_link(signer=who.signer, now=timezone.now()) if with_link else ""
    context = {
        "signature": signature,
        "sheet": sheet.parse(signature.sheet),
        "lines": agreed.lines(signature),
        "form": form or MailForm(),
        "again": again,
        "mailed": mailed,
        "link": link,
        "code": qr.svg(link, title="QR") if link else "",
    }
    return page(request, who, "thanks", context, status=422 if form and form.errors else 200)


@require_POST
@seated(needs="named", signed="either")
def refuse(request: HttpRequest, who: Sitting) -> HttpResponse:
    """No, I'd rather not: one tap, nothing asked."""
    try:
        operations.refuse(signer_id=who.signer.pk, way=who.way, now=timezone.now())
    except operations.AlreadyAnswered:
        return redirect("signing:thanks")
    except operations.NotOpen:
        return redirect("signing:sheet")
    return _last_page(request, who, "refused")


@require_POST
@seated(needs="identified")
def postpone(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Not now: nobody signs for somebody who cannot decide at this moment (L3)."""
    try:
        operations.postpone(signer_id=who.signer.pk, now=timezone.now())
    except (operations.AlreadyAnswered, operations.NotOpen):
        return redirect("signing:start")
    return _last_page(request, who, "postponed")


def wrong_person(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Say what somebody does who got another's form; nothing is stored."""
    return _last_page(request, who, "wrong_person")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest) -> HttpResponse:
    """Empty the session and say goodbye; without a session, just say goodbye."""
    who = sitting.current(request)
    if who and request.method != "POST":
        return redirect("signing:thanks")
    if who:
        sitting.activate(who)
        return _last_page(request, who, "finished")
    return sitting.over(request) or render(request, "consent/signing/finished.html")


def _last_page(request: HttpRequest, who: Sitting, template: str) -> HttpResponse:
    if seat.queue_of(request):  # the next person is shown the same page, whatever this one did
        seat.leave(request, saved=template in {"finished", "refused"})
        return seat.forgotten(redirect("groups:next"))
    response = page(request, who, template, {"handed_over": who.way == Way.HANDOVER})
    seat.close(request, seat.LastPage(name=template, language=who.around, handed_over=who.way == Way.HANDOVER))
    return seat.forgotten(response)


@require_POST
@seated(needs="code", signed="either")
def stay(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Keep the session for another half hour; 409 when what is asked changed since it was read."""
    if who.signer.status == SignerStatus.WAITING and reading.is_stale(who):
        who.put(changed=True)
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@login_not_required
@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """Say that the time is over: the page that opens by itself after half an hour."""
    if seat.queue_of(request):
        return redirect("groups:next")
    return seat.forgotten(render(request, "consent/signing/ended.html"))
