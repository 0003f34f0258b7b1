"""The signer's own page: what was agreed, the copy, taking it back, the second yes. No account: the link is the key.

And the desk's page to take consent back for somebody who asked it.
"""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent import access, audit, lasting, store, timestamps
from consent.models import Action, Document, Request, Signer
from consent.withdrawal import operations, queries
from consent.withdrawal.forms import OnBehalfForm, UsesForm

LANGUAGES = ("nl", "en")
UNPROCESSABLE = 422


def _signer(request: HttpRequest, token: str) -> Signer | None:
    """Return whose link this is, and speak the language chosen on the page, else theirs: the browser may be another's."""
    signer = lasting.signer_of(token, now=timezone.now())
    wished = request.GET.get("language", "")
    if wished in LANGUAGES:
        translation.activate(wished)
    elif signer:
        translation.activate(signer.language)
    return signer


def _back(request: HttpRequest, token: str) -> HttpResponse:
    """Return to the own page, in the language that was chosen."""
    return redirect(reverse("withdrawal:own", args=[token]) + _speak(request))


def _speak(request: HttpRequest) -> str:
    """Return the query that keeps the chosen language from page to page."""
    wished = request.GET.get("language", "")
    return f"?language={wished}" if wished in LANGUAGES else ""


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "consent/withdrawal/unknown.html", status=404)


def _log(request: HttpRequest, signer: Signer, action: Action, document: Document | None = None) -> None:
    audit.log_access(
        action=action,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR") or None,
        actor_name=f"signer:{signer.pk}",
        request=signer.subject.request,
        document=document,
    )


@login_not_required
@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a signer agreed to, and whether it still stands."""
    signer = _signer(request, token)
    if signer is None:
        return _unknown(request)
    _log(request, signer, Action.VIEWED)
    return render(
        request,
        "consent/withdrawal/own.html",
        {"own": queries.own(signer, now=timezone.now()), "token": token, "speak": _speak(request)},
    )


@login_not_required
@require_safe
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """Give a signer their own sealed copy."""
    signer = _signer(request, token)
    if signer is None:
        return _unknown(request)
    document = queries.own(signer, now=timezone.now()).document
    if document is None:
        raise Http404
    try:
        pdf = store.get(timestamps.best_file(document))
    except store.StoreError as error:
        context = {"document": document, "later": isinstance(error, store.Unreachable)}
        return render(request, "consent/archive/damaged.html", context, status=503)
    _log(request, signer, Action.DOWNLOADED, document)
    name = store.download_name(document)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once what is meant, everything or some uses, then take consent back. No reason is asked."""
    signer = _signer(request, token)
    if signer is None:
        return _unknown(request)
    shown = queries.own(signer, now=timezone.now())
    if not shown.stands:
        return _back(request, token)
    form = UsesForm(request.POST if request.method == "POST" else None, uses=shown.uses)
    if request.method == "POST" and form.is_valid():
        uses = form.chosen()
        with suppress(operations.NothingToWithdraw):
            if uses is None:
                operations.withdraw(signer_id=signer.pk, now=timezone.now())
            else:
                operations.withdraw_uses(signer_id=signer.pk, uses=uses, now=timezone.now())
        return _back(request, token)
    _log(request, signer, Action.VIEWED)
    context = {"own": shown, "form": form, "token": token, "speak": _speak(request)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "consent/withdrawal/withdraw.html", context, status=status)


@login_not_required
@require_POST
def second_yes(request: HttpRequest, token: str, use_id: int) -> HttpResponse:
    """Store the answer to a use with high visibility. A second answer changes nothing: the page shows the first."""
    signer = _signer(request, token)
    if signer is None:
        return _unknown(request)
    value = request.POST.get("value", "")
    if value in {"yes", "no"}:
        with suppress(operations.NotAsked, operations.AlreadySaid):
            operations.answer_second_yes(signer_id=signer.pk, use_id=use_id, value=value, now=timezone.now())
    return _back(request, token)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.DECIDE)
@step_up.required
def on_behalf(request: HttpRequest, number: str, signer_id: int) -> HttpResponse:
    """Take consent back at the desk, for who asked by mail, telephone, letter or in person. A reason is not asked."""
    user = account(request)
    row = get_object_or_404(access.numbered(access.requests_visible_to(user), number))
    signers = Signer.objects.select_related("subject__request").filter(subject__request=row)
    signer = get_object_or_404(signers, pk=signer_id)
    shown = queries.own(signer, now=timezone.now())
    if not shown.stands:
        messages.info(request, _("Nothing of %(name)s stands that can be taken back.") % {"name": signer.name})
        return redirect("review:detail", number=row.number)
    form = OnBehalfForm(request.POST if request.method == "POST" else None, uses=shown.uses)
    if request.method != "POST" or not form.is_valid():
        _log_desk(request, row)
        context = {"row": row, "own": shown, "form": form}
        return render(
            request, "consent/withdrawal/desk/on_behalf.html", context, status=UNPROCESSABLE if form.errors else 200
        )
    uses, asked = form.chosen(), form.asked(user)
    try:
        if uses is None:
            operations.withdraw(signer_id=signer.pk, now=timezone.now(), asked=asked)
        else:
            operations.withdraw_uses(signer_id=signer.pk, uses=uses, now=timezone.now(), asked=asked)
    except operations.NothingToWithdraw:
        messages.info(request, _("This was taken back already."))
    else:
        messages.success(request, _thanks(signer))
    return redirect("review:detail", number=row.number)


def _thanks(signer: Signer) -> str:
    words = {"name": signer.name}
    if signer.mail:
        return _("Taken back. %(name)s gets a copy by mail; what must be taken down is asked for.") % words
    return _("Taken back. %(name)s has no mail address here: tell them that it is done.") % words


def _log_desk(request: HttpRequest, row: Request) -> None:
    audit.log_access(
        action=Action.VIEWED,
        at=timezone.now(),
        user=account(request),
        request=row,
        address=request.META.get("REMOTE_ADDR"),
    )
