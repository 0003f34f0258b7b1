"""Writes down who saw a page with personal data of others, and who tried to open what is not theirs (NEN 7513)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from consent import access, audit
from consent.models import Action, Document, Request, Signer
from consent.oversight.pages import OF_ACCOUNTS, WATCHED

Respond = Callable[[HttpRequest], HttpResponse]
SHOWN = frozenset({200, 409, 422})
REFUSED = frozenset({403, 404})


def looks(get_response: Respond) -> Respond:
    """Log what an account was shown, before it leaves the server; a page whose look cannot be logged is not shown."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if match is None:
            return response
        if match.view_name in WATCHED and response.status_code in SHOWN:
            _seen(request, match.view_name, match.kwargs)
        elif response.status_code in REFUSED:
            _refused(request, match.view_name, match.kwargs)
        return response

    return middleware


def _seen(request: HttpRequest, page: str, kwargs: dict[str, Any]) -> None:
    if isinstance(request.user, User):
        about = User.objects.filter(pk=kwargs["pk"]).first() if page in OF_ACCOUNTS else None
        _log(request, request.user, Action.VIEWED, _request_of(kwargs), about=about)


def _refused(request: HttpRequest, page: str, kwargs: dict[str, Any]) -> None:
    """Log a try at what exists and is not for this account; a typing error is no try, nor is the wrong page of one's own."""
    if page == "archive:look_up":
        kwargs = {"number": request.GET.get("number", "")}
    document = Document.objects.filter(pk=kwargs["pk"]).first() if page == "archive:download" else None
    wanted = document.request if document else _request_of(kwargs)
    if wanted is None or not isinstance(request.user, User):
        return
    if document:
        theirs = access.documents_visible_to(request.user).filter(pk=document.pk).exists()
    else:
        theirs = access.requests_visible_to(request.user).filter(pk=wanted.pk).exists()
    if not theirs:
        _log(request, request.user, Action.DENIED, wanted, document=document)


def _log(
    request: HttpRequest,
    user: User,
    action: Action,
    row: Request | None,
    *,
    about: User | None = None,
    document: Document | None = None,
) -> None:
    audit.log_access(
        action=action,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR"),
        user=user,
        request=row,
        document=document,
        about=about,
    )


def _request_of(kwargs: dict[str, Any]) -> Request | None:
    """Return the request that an address names, whoever asks."""
    if "number" in kwargs:
        return access.numbered(Request.objects.all(), kwargs["number"]).first()
    if "signer_id" in kwargs:
        signer = Signer.objects.filter(pk=kwargs["signer_id"]).select_related("subject__request").first()
        return signer.subject.request if signer else None
    return None
