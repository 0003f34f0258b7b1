"""Pages and buttons by which the desk divides its work. Only the desk finds them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import account, requires
from accounts.models import User
from accounts.roles import Capability
from consent import access
from consent.models import Reminding, SavedView
from consent.review import listing, queries
from consent.review.dividing import assigning, reminding, saved


@require_POST
@requires(Capability.DECIDE)
def assign(request: HttpRequest, number: str) -> HttpResponseRedirect:
    """Give a request to a colleague, to oneself, or to nobody."""
    row = get_object_or_404(access.numbered(queries.requests_for(account(request)), number))
    key, seen = _key(request.POST.get("to", "")), _key(request.POST.get("seen", ""))
    to = get_object_or_404(User, pk=key) if key else None
    try:
        assigning.assign(request_id=row.pk, to=to, by=account(request), seen=seen, now=timezone.now())
    except assigning.NotAtDesk:
        raise Http404 from None
    except assigning.GivenMeanwhile as meanwhile:
        name = meanwhile.to.name if meanwhile.to else _("nobody in particular")
        messages.warning(request, _("A colleague was faster: %(name)s handles this request now.") % {"name": name})
        return redirect("review:detail", number=row.number)
    if to:
        messages.success(request, _("%(name)s handles this request now.") % {"name": to.name})
    else:
        messages.success(request, _("Nobody in particular handles this request now."))
    return redirect("review:detail", number=row.number)


def _key(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 12 else None


@require_POST
@requires(Capability.READ_ALL)
def keep_view(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the filter that is on the screen under a name."""
    wanted = listing.wanted_from(QueryDict(request.POST.get("query", "")[:1000]))
    address = listing.address(wanted)
    try:
        saved.keep(user=account(request), name=request.POST.get("name", ""), query=address.partition("?")[2])
    except saved.NotKept:
        messages.error(request, _("This view was not kept. Give it a short name; you can keep twelve."))
    else:
        messages.success(request, _("This view is kept."))
    return redirect(address)


@require_POST
@requires(Capability.READ_ALL)
def forget_view(request: HttpRequest, view_id: int) -> HttpResponseRedirect:
    """Throw a saved view of one's own away."""
    try:
        saved.forget(user=account(request), view_id=view_id)
    except SavedView.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("This view is gone."))
    return redirect("review:queue")


@require_POST
@requires(Capability.DECIDE)
def remind(request: HttpRequest) -> HttpResponseRedirect:
    """Have the people of the chosen requests reminded."""
    try:
        started = reminding.remind(numbers=request.POST.getlist("number"), by=account(request), now=timezone.now())
    except reminding.NobodyToRemind:
        messages.warning(
            request,
            _("Nobody was reminded: nothing was chosen, or everything chosen was reminded less than a day ago."),
        )
        return redirect(f"{reverse('review:queue')}?{urlencode({'state': 'collecting'})}")
    return redirect("review:reminding", reminding_id=started.pk)


@require_safe
@requires(Capability.READ_ALL)
def reminding_page(request: HttpRequest, reminding_id: int) -> HttpResponse:
    """Show how far the reminders are; asked with htmx, only that part."""
    row = get_object_or_404(Reminding.objects.select_related("by"), pk=reminding_id)
    part = request.headers.get("HX-Request") == "true"
    template = "consent/review/_reminding.html" if part else "consent/review/reminding.html"
    return render(request, template, {"reminding": row, "progress": reminding.progress(row)})
