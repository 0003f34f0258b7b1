"""The health page, its JSON, and the button that lets jobs be tried again."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account, requires
from accounts.roles import Capability
from consent.health import jobs, looking
from consent.health.report import Level

logger = logging.getLogger(__name__)
LONGEST_NAME = 128


@require_safe
@never_cache
@requires(Capability.SEE_HEALTH)
def overview(request: HttpRequest) -> HttpResponse:
    """How the site is doing, the worst first."""
    return render(request, "consent/health/overview.html", {"health": looking.look(now=timezone.now())})


@require_safe
@never_cache
@requires(Capability.SEE_HEALTH)
def data(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    return JsonResponse(looking.look(now=timezone.now()).for_programs())


@login_not_required
@require_safe
@never_cache
def watched(request: HttpRequest) -> HttpResponse:
    """The same for a program that watches, with HEALTH_TOKEN as bearer: 200, or 503 when somebody must act.

    Without that setting, or with another token, there is no such page.
    """
    given = request.headers.get("Authorization", "")
    if not settings.HEALTH_TOKEN or not constant_time_compare(given, f"Bearer {settings.HEALTH_TOKEN}"):
        raise Http404
    with override("en"):
        health = looking.look(now=timezone.now())
        return JsonResponse(health.for_programs(), status=503 if health.level == Level.BAD else 200)


@require_POST
@requires(Capability.SEE_HEALTH)
def retry(request: HttpRequest) -> HttpResponse:
    """Let the jobs of a queue be tried again now."""
    queue = request.POST.get("queue", "").replace("\0", "")[:LONGEST_NAME]
    count = jobs.retry(queue, now=timezone.now())
    logger.info("jobs are tried again", extra={"queue": queue, "jobs": count, "account": account(request).pk})
    if count:
        said = ngettext("%(n)s job is tried again now.", "%(n)s jobs are tried again now.", count) % {"n": count}
        messages.success(request, said)
    else:
        messages.info(request, _("There was nothing left to try again."))
    return redirect("health:overview")
