"""What anybody sees who scans a card: allowed now or not, and nothing of who is in the recording. No account."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from consent.card import queries

LANGUAGES = ("nl", "en")


@login_not_required
@require_safe
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the QR code: in the browser's language unless the other was chosen on it."""
    return _render(request, token, "scan")


@login_not_required
@require_safe
def now(request: HttpRequest, token: str) -> HttpResponse:
    """The answer alone, which the page asks for again and again."""
    return _render(request, token, "now")


def _render(request: HttpRequest, token: str, page: str) -> HttpResponse:
    wished = request.GET.get("language", "")
    if wished in LANGUAGES:
        translation.activate(wished)
    at = timezone.now()
    card = queries.of_token(token, now=at)
    context: dict[str, Any] = {"token": token, "checked_at": at}
    if card is None:
        return render(request, f"consent/card/{page}.html", context, status=404)
    context["shown"] = queries.shown(card.request, now=at)
    return render(request, f"consent/card/{page}.html", context)
