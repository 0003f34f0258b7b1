"""Going to the institution to log in, and coming back."""

import logging

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.institution import PROVIDER, configured, conversation, joining
from accounts.institution.client import InstitutionError

logger = logging.getLogger(__name__)

RATE = "30/m/ip"
"""How often one client may go there: each time makes us ask the institution, and a whole ward may share an address."""
STATUS = {"cancelled": 200, "down": 503}
"""Every other problem is answered with 403: nobody was let in."""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask with a button; go there when it is pressed."""
    if not configured():
        raise Http404
    then = _safe(request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        return render(request, "socialaccount/login.html", {"then": then})
    if waits := limits.too_many(request, action="institution", rate=RATE):
        return waits
    back = settings.BASE_URL + reverse("openid_connect_callback")
    try:
        address = conversation.begin(request.session, purpose="login", redirect_uri=back, now=timezone.now(), then=then)
    except InstitutionError as error:
        return failed(request, error)
    return leave(request, address)


@login_not_required
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Log in whom the institution recognised."""
    if not configured():
        raise Http404
    try:
        claims, then = conversation.finish(request.session, request.GET.dict(), purpose="login", now=timezone.now())
        provider = get_adapter(request).get_provider(request, PROVIDER)
        login = provider.sociallogin_from_response(request, claims)
        login.claims = claims
        login.state = {"process": "login", **({"next": then} if then else {})}
        return complete_social_login(request, login)
    except InstitutionError as error:
        return failed(request, error)
    except joining.NotLetIn as error:
        return problem(request, error.reason)
    except IntegrityError:  # twice at once: the other one made the account
        return problem(request, "wrong")


def leave(request: HttpRequest, address: str) -> HttpResponse:
    """Go to the institution from a page of its own.

    A redirect in answer to a form would have to be allowed by the Content-Security-Policy (``form-action``), each host on
    the way to the login page of somebody's own university included, and nobody can list those.
    """
    return render(request, "socialaccount/leaving.html", {"address": address})


def failed(request: HttpRequest, error: InstitutionError) -> HttpResponse:
    """Log why, without what was said of whom, and say it plainly."""
    note(error)
    return problem(request, error.reason)


def note(error: InstitutionError) -> None:
    """Log why nobody was recognised: a constant text and the kind of error."""
    logger.warning("institution", extra={"reason": f"{type(error).__name__}: {error}"})


def problem(request: HttpRequest, reason: str) -> HttpResponse:
    """Say that the institution did not let somebody in, why, and what now."""
    return render(request, "socialaccount/problem.html", {"reason": reason}, status=STATUS.get(reason, 403))


def _safe(address: str) -> str:
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""
