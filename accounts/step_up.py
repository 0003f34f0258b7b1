"""Asks for the second factor again before what weighs most: decisions, exports, erasure, changes of roles.

``@step_up.required`` stands innermost, below the decorators that say who may open the view at all. Whoever gave a second
factor less than ``STEP_UP_MINUTES`` ago notices nothing. Everybody else with a factor is led to the page that asks for it.
What they had posted waits in their session for ten minutes, and is carried out once, by the press of the button that
confirms; after that time they press the first button again. A GET carries out nothing: it is only led back.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from accounts import factors
from accounts.models import User

WAITING = "step_up_waiting"
WAITS = 10 * 60
"""Seconds that a posted form waits for its confirmation."""
NO_CONTENT = 204


def required[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Open a view only with a second factor given lately; accounts without one are not asked."""
    return _guarded(view, file=False)


def required_for_file[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Do the same for a view whose GET is a download: one is led back to the page with its link, not into a dead end."""
    return _guarded(view, file=True)


def _guarded[**P](view: Callable[P, HttpResponseBase], *, file: bool) -> Callable[P, HttpResponseBase]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request: Any = args[0]
        user = request.user
        if isinstance(user, User) and not fresh(request, user) and factors.has(user):
            return _ask(request, file=file)
        return view(*args, **kwargs)

    return guarded


def given(request: HttpRequest, user: User) -> bool:
    """Return whether this session gave a second factor at all. Reads the session only."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def fresh(request: HttpRequest, user: User, *, method: str = "mfa") -> bool:
    """Return whether this session gave a second factor (or ``method``) less than STEP_UP_MINUTES ago."""
    since = timezone.now().timestamp() - settings.STEP_UP_MINUTES * 60
    records = get_authentication_records(request, user)
    return any(record.get("method") == method and record["at"] > since for record in records)


def confirm_url(back: str) -> str:
    """Return the address of the page that asks for the second factor and then leads to ``back``."""
    return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"


def led(request: HttpRequest, url: str) -> HttpResponse:
    """Lead a browser elsewhere: htmx by its own header, or it would put the page there into this one."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=NO_CONTENT, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def carry_on(request: HttpRequest) -> HttpResponseBase | None:
    """Carry out what waits for this confirmation, once. Return nothing when nothing waits."""
    waiting = request.session.pop(WAITING, None)
    if waiting is None:
        return None
    if waiting.get("file"):
        messages.success(request, _("Thank you. You can download it now."))
        return HttpResponseRedirect(waiting["back"])
    if timezone.now().timestamp() - waiting["at"] > WAITS:
        messages.warning(request, _("That took long, so nothing was done yet. Please press the button once more."))
        return HttpResponseRedirect(waiting["back"])
    found = resolve(waiting["path"])
    response: HttpResponseBase = found.func(_posted(request, waiting), *found.args, **found.kwargs)
    if waiting["partial"] and not 300 <= response.status_code < 400:
        return HttpResponseRedirect(waiting["back"])
    return response


def _ask(request: HttpRequest, *, file: bool) -> HttpResponse:
    linked = file and request.method != "POST" and "Referer" in request.headers
    back = _linking(request) if linked else _page_of(request)
    request.session.pop(WAITING, None)
    if linked:
        request.session[WAITING] = {"file": True, "back": back}
    elif request.method == "POST":
        request.session[WAITING] = {
            "path": request.path_info,
            "query": request.GET.urlencode(),
            "form": request.POST.urlencode(),
            "at": timezone.now().timestamp(),
            "back": back,
            "partial": bool(getattr(request, "htmx", False)),
        }
    return led(request, confirm_url(back))


def _page_of(request: HttpRequest) -> str:
    """Return the page on which somebody pressed a button or followed a link of htmx; else the address itself."""
    if request.method != "POST" and not getattr(request, "htmx", False):
        return request.get_full_path()
    return _linking(request)


def _linking(request: HttpRequest) -> str:
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return reverse(settings.LOGIN_REDIRECT_URL)
    parts = urlsplit(page)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _posted(request: HttpRequest, waiting: dict[str, Any]) -> HttpRequest:
    """Return the request as it was posted. Whoever sends it is still the same: the session is emptied at every login."""
    again: Any = request
    again.method = "POST"
    again.path = again.path_info = waiting["path"]
    again.resolver_match = resolve(waiting["path"])
    again.GET, again.POST = QueryDict(waiting["query"]), QueryDict(waiting["form"])
    again.META = {**request.META, "PATH_INFO": waiting["path"], "QUERY_STRING": waiting["query"]}
    posted: HttpRequest = again
    return posted
