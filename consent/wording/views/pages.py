"""What the desk reads: the list of versions, two versions side by side."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account, requires
from accounts.roles import Capability
from consent.models import Wording
from consent.wording import compare as comparing
from consent.wording import operations, queries, screen


def found(wording_id: int) -> Wording:
    """Return a version or a draft. Raises Http404."""
    wording = queries.find(wording_id)
    if wording is None:
        raise Http404
    return wording


@require_safe
@requires(Capability.WRITE_WORDINGS)
def overview(request: HttpRequest) -> HttpResponse:
    """Every version and every draft."""
    published = list(queries.published())
    context = {"published": published, "drafts": queries.drafts(), "newest": published[0], "events": queries.history()}
    return render(request, "consent/wording/overview.html", context)


@require_safe
@requires(Capability.WRITE_WORDINGS)
def compare(request: HttpRequest, wording_id: int, other_id: int) -> HttpResponse:
    """What a version says beside what another one said."""
    new, old = queries.content(found(wording_id)), queries.content(found(other_id))
    groups = screen.groups(new, old)
    everything = "all" in request.GET or new.wording.pk == old.wording.pk
    context = {
        "new": new.wording,
        "old": old.wording,
        "languages": new.languages,
        "groups": groups,
        "everything": everything,
        "same": not comparing.differs(old, new),
        "order_differs": comparing.order_differs(old, new),
        "versions": [*queries.drafts(), *queries.published()],
        "behind": new.wording.published_at is None and new.wording.follows_id != queries.newest().pk,
        "newest": queries.newest(),
    }
    return render(request, "consent/wording/compare.html", context)


@require_safe
@requires(Capability.WRITE_WORDINGS)
def choose(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the comparison of the two that were chosen."""
    keys = [request.GET.get(name, "") for name in ("new", "old")]
    if not all(key.isdecimal() and len(key) < 16 for key in keys):
        raise Http404
    return redirect("wording:compare", wording_id=int(keys[0]), other_id=int(keys[1]))


@require_POST
@requires(Capability.WRITE_WORDINGS)
def draft(request: HttpRequest, wording_id: int) -> HttpResponseRedirect:
    """Begin a draft with what a version says."""
    source = found(wording_id)
    made = operations.draft(source_id=source.pk, by=account(request), now=timezone.now())
    return redirect("wording:edit", wording_id=made.pk)
