"""The office's page, reached by its own link without an account, and the desk's page of one step."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent import access, audit, facts, steps
from consent.lifecycle import NotPossible
from consent.models import Action, Office, Request, Step, StepLink, StepStatus
from consent.routing import operations, queries
from consent.routing.forms import AnswerForm, AskForm, ToldForm
from consent.states import SubjectStatus

CONFLICT, UNPROCESSABLE = 409, 422


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show an office what is asked, and take its yes or no. Looking changes nothing."""
    wished = request.GET.get("language", "")
    translation.activate(wished if wished in {"nl", "en"} else settings.LANGUAGE_CODE)
    link = queries.link_of(token, now=timezone.now())
    if link is None:
        return render(request, "consent/routing/unknown.html", status=404)
    step = link.step
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm(initial={"seen": step.asked_sha256})
    if request.method != "POST":
        return _asked(request, link, form)
    if not form.is_valid():
        return _asked(request, link, form, status=UNPROCESSABLE)
    try:
        steps.answer(
            step_id=step.pk,
            said=form.said(),
            by=f"office:{step.office}",
            seen=form.cleaned_data["seen"],
            now=timezone.now(),
        )
    except NotPossible:
        step.refresh_from_db()
        return _asked(request, link, form, status=CONFLICT)
    language = f"?language={wished}" if wished in {"nl", "en"} else ""
    return redirect(reverse("routing:answer", args=[token]) + language)


def _asked(request: HttpRequest, link: StepLink, form: AnswerForm, status: int = 200) -> HttpResponse:
    step, row = link.step, link.step.request
    audit.log_access(
        action=Action.VIEWED,
        at=timezone.now(),
        actor_name=f"office:{step.office}",
        request=row,
        address=request.META.get("REMOTE_ADDR"),
    )
    people = row.subjects.exclude(status=SubjectStatus.LEFT_OUT)
    waits = step.status == StepStatus.WAITING and not step.closed_at and row.status in steps.ANSWERABLE
    context = {
        "step": step,
        "row": row,
        "asked": facts.asked(row),
        "people": people.count(),
        "kinds": sorted({str(person.get_kind_display()) for person in people}),
        "minors": any(person.is_minor for person in people),
        "form": form,
        "waits": waits,
        "until": link.expires_at,
    }
    return render(request, "consent/routing/answer.html", context, status=status)


@require_safe
@requires(Capability.READ_ALL)
def step(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Show the desk one step: whom it asks, and what they told by phone."""
    row, found = _find(request, number, step_id)
    return _page(request, row, found)


@require_POST
@requires(Capability.DECIDE)
def ask(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Have a link mailed to an office. Never for a request of one's own: whoever asked could name their own mailbox."""
    row, found = _find(request, number, step_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, row, found, ask_form=form, status=UNPROCESSABLE)
    user, mail = account(request), form.cleaned_data["mail"]
    if not access.may_decide(user, row):
        return _not_ones_own(request, row)
    try:
        operations.ask(step_id=found.pk, mail=mail, by=audit.actor(user), now=timezone.now())
    except NotPossible:
        messages.error(request, _("Nobody was asked: this was answered, or the request is in another state by now."))
    else:
        messages.success(request, _("A link is on its way to %(mail)s.") % {"mail": mail})
    return redirect("review:detail", number=row.number)


@require_POST
@requires(Capability.DECIDE)
@step_up.required
def register(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Write down what an office told the desk. Never on a request of one's own."""
    row, found = _find(request, number, step_id)
    form = ToldForm(request.POST)
    if not form.is_valid():
        return _page(request, row, found, told_form=form, status=UNPROCESSABLE)
    user = account(request)
    if not access.may_decide(user, row):
        return _not_ones_own(request, row)
    seen = form.cleaned_data["seen"]
    try:
        steps.answer(step_id=found.pk, said=form.said(), by=audit.actor(user), seen=seen, now=timezone.now())
    except steps.AnsweredBefore:
        messages.warning(request, _("They had answered already: see below."))
    except NotPossible:
        messages.error(request, _("Nothing was written down: the request is not as you saw it any more."))
    else:
        messages.success(request, _("Written down."))
    return redirect("review:detail", number=row.number)


def _not_ones_own(request: HttpRequest, row: Request) -> HttpResponse:
    messages.error(request, _("This is your own request: a colleague must do this."))
    return redirect("review:detail", number=row.number)


def _find(request: HttpRequest, number: str, step_id: int) -> tuple[Request, Step]:
    row = get_object_or_404(access.numbered(access.requests_visible_to(account(request)), number))
    found = queries.step_of(row, step_id)
    if found is None:
        raise Http404
    return row, found


def _page(
    request: HttpRequest,
    row: Request,
    found: Step,
    *,
    ask_form: AskForm | None = None,
    told_form: ToldForm | None = None,
    status: int = 200,
) -> HttpResponse:
    links = list(found.links.all())
    mail = links[-1].mail if links else steps.address_of(Office(found.office))
    context: dict[str, Any] = {
        "row": row,
        "step": found,
        "links": links,
        "ask_form": ask_form or AskForm(initial={"mail": mail}),
        "told_form": told_form or ToldForm(initial={"seen": found.asked_sha256}),
        "own": row.requester_id == account(request).pk,
        "waits": found.status == StepStatus.WAITING and row.status in steps.ANSWERABLE,
    }
    return render(request, "consent/routing/step.html", context, status=status)
