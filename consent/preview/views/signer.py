"""The signer's pages: look, and say yes or no. No account: their own lasting link is the key, and nothing is ever cached."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from consent import audit, lasting
from consent.models import Action, Preview, Signer
from consent.preview import files, operations, queries, ranges

LANGUAGES = ("nl", "en")
PARTIAL, NO_SUCH_PART = 206, 416
PLAYS: dict[str, Any] = settings.SECURE_CSP | {"media-src": [CSP.SELF]}
NOTHING_RUNS = {"default-src": [CSP.NONE], "frame-ancestors": [CSP.NONE], "sandbox": ""}
"""Of a file that is opened by itself: nothing in it runs, whatever it is."""


@login_not_required
@require_safe
@csp_override(PLAYS)
def piece(request: HttpRequest, token: str, preview_id: int) -> HttpResponse:
    """Show one piece, and ask."""
    signer = _signer(request, token)
    found = signer and queries.of_signer(signer, preview_id)
    if not signer or not found:
        return render(request, "consent/withdrawal/unknown.html", status=404)
    preview, given = found
    _log(request, signer)
    context = {
        "preview": preview,
        "given": given,
        "open": queries.is_open(preview, now=timezone.now()),
        "token": token,
        "speak": _speak(request),
    }
    return render(request, "consent/preview/piece.html", context)


@login_not_required
@require_safe
@csp_override(NOTHING_RUNS)
def file(request: HttpRequest, token: str, preview_id: int) -> HttpResponseBase:
    """Give the file to who asked to see it, whole or in parts; a PDF as a download."""
    signer = _signer(request, token)
    found = signer and queries.of_signer(signer, preview_id)
    if not signer or not found or not found[0].has_file or not files.is_there(found[0].file):
        raise Http404
    preview = found[0]
    try:
        part = ranges.wanted(request.headers.get("Range", ""), preview.size)
    except ValueError:
        return HttpResponse(status=NO_SUCH_PART, headers={"Content-Range": f"bytes */{preview.size}"})
    start, length = part or (0, preview.size)
    if start == 0:
        _log(request, signer)
    return _given(preview, start, length, status=PARTIAL if part else 200)


def _given(preview: Preview, start: int, length: int, *, status: int) -> HttpResponseBase:
    way = "attachment" if preview.content_type == "application/pdf" else "inline"
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
        "Content-Disposition": f'{way}; filename="preview-{preview.pk}.{preview.content_type.rpartition("/")[2]}"',
        "Content-Length": str(length),
    }
    if status == PARTIAL:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{preview.size}"
    body = ranges.chunks(partial(files.opened, preview.file), start=start, length=length)
    return StreamingHttpResponse(body, status=status, content_type=preview.content_type, headers=headers)


@login_not_required
@require_POST
def answer(request: HttpRequest, token: str, preview_id: int) -> HttpResponse:
    """Store a yes or a no. A second answer changes nothing: the page shows the first."""
    signer = _signer(request, token)
    if signer is None:
        return render(request, "consent/withdrawal/unknown.html", status=404)
    value = request.POST.get("value", "")
    if value in {"yes", "no"}:
        with suppress(operations.NotAsked, operations.AlreadySaid):
            operations.answer(signer_id=signer.pk, preview_id=preview_id, value=value, now=timezone.now())
    return redirect(reverse("preview:piece", args=[token, preview_id]) + _speak(request))


def _signer(request: HttpRequest, token: str) -> Signer | None:
    """Return whose link this is, and speak the language chosen on the page, else theirs."""
    signer = lasting.signer_of(token, now=timezone.now())
    wished = request.GET.get("language", "")
    if wished in LANGUAGES:
        translation.activate(wished)
    elif signer:
        translation.activate(signer.language)
    return signer


def _speak(request: HttpRequest) -> str:
    """Return the query that keeps the chosen language from page to page."""
    wished = request.GET.get("language", "")
    return f"?language={wished}" if wished in LANGUAGES else ""


def _log(request: HttpRequest, signer: Signer) -> None:
    audit.log_access(
        action=Action.VIEWED,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR") or None,
        actor_name=f"signer:{signer.pk}",
        request=signer.subject.request,
    )
