"""A draft ends: it is published with a summary, or thrown away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent.wording import checks, compare, keys, operations, queries, screen
from consent.wording.forms import PublishForm
from consent.wording.queries import Content
from consent.wording.views.editing import CONFLICT, UNPROCESSABLE, of_draft


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.WRITE_WORDINGS)
@step_up.required
@of_draft
def publish(request: HttpRequest, draft: Content) -> HttpResponse:
    """What must be put right first, what changes, and the summary; then publish."""
    if request.method != "POST":
        return _page(request, draft, PublishForm())
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, form, status=UNPROCESSABLE)
    try:
        made = operations.publish(
            wording_id=draft.wording.pk,
            summary=form.cleaned_data["summary"],
            by=account(request),
            now=timezone.now(),
        )
    except (operations.Overtaken, operations.NotReady, operations.Unchanged):
        return _page(request, queries.content(draft.wording), form, status=CONFLICT)
    messages.success(
        request,
        _("Version %(version)d is published. Requests that are submitted from now on use it.")
        % {"version": made.version},
    )
    return redirect("wording:overview")


def _page(request: HttpRequest, draft: Content, form: PublishForm, *, status: int = 200) -> HttpResponse:
    follows, newest = draft.wording.follows or queries.newest(), queries.newest()
    names = {language.code: language.name for language in draft.languages}
    context: dict[str, Any] = {
        "draft": draft.wording,
        "follows": follows,
        "newest": newest,
        "overtaken": follows.pk != newest.pk,
        "problems": [
            (names.get(one.language, ""), keys.label(one.key) if one.key else "", one) for one in checks.problems(draft)
        ],
        "unchanged": not compare.differs(queries.content(newest), draft),
        "groups": [group for group in screen.groups(draft, queries.content(follows)) if group.changed],
        "form": form,
    }
    return render(request, "consent/wording/publish.html", context, status=status)


@require_POST
@requires(Capability.WRITE_WORDINGS)
@of_draft
def catch_up(request: HttpRequest, draft: Content, newest_id: int) -> HttpResponse:
    """Say that the draft was compared with the newest version."""
    try:
        operations.catch_up(wording_id=draft.wording.pk, newest_id=newest_id, by=account(request), now=timezone.now())
    except operations.Overtaken:
        messages.error(request, _("Yet another version was published meanwhile. Please compare once more."))
        return redirect("wording:compare", wording_id=draft.wording.pk, other_id=queries.newest().pk)
    messages.success(request, _("This draft now follows the newest version."))
    return redirect("wording:edit", wording_id=draft.wording.pk)


@require_POST
@requires(Capability.WRITE_WORDINGS)
@of_draft
def discard(request: HttpRequest, draft: Content) -> HttpResponse:
    """Throw a draft away."""
    operations.discard(wording_id=draft.wording.pk, by=account(request), now=timezone.now())
    messages.success(request, _("The draft is thrown away."))
    return redirect("wording:overview")
