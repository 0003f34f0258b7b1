"""The signer's own page: what was agreed, the copy, taking it back, the second yes. No account: the link is the key."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consent import audit, lasting, store, timestamps
from consent.models import Action, Document, Signer
from consent.withdrawal import operations, queries

LANGUAGES = ("nl", "en")


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
    """Ask once whether it is meant, then take consent back. No reason is asked."""
    signer = _signer(request, token)
    if signer is None:
        return _unknown(request)
    if request.method == "POST":
        with suppress(operations.NothingToWithdraw):
            operations.withdraw(signer_id=signer.pk, now=timezone.now())
        return _back(request, token)
    shown = queries.own(signer, now=timezone.now())
    if not shown.stands:
        return _back(request, token)
    _log(request, signer, Action.VIEWED)
    return render(request, "consent/withdrawal/withdraw.html", {"own": shown, "token": token, "speak": _speak(request)})


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
