"""The desk's pages of persons' requests: what is open, one request from its first day to its answer, and the export."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent import audit
from consent.destroying import Held, NotSealedYet
from consent.lifecycle import NotPossible
from consent.models import Action, HowKnown, PersonRequest, Right, Signer, Subject
from consent.rights import exporting, operations, queries
from consent.rights.forms import AnswerForm, ChooseForm, CorrectForm, ReasonForm, ReceiveForm

UNPROCESSABLE = 422
LATELY = 50


@require_safe
@requires(Capability.READ_DOCUMENTS)
def index(request: HttpRequest) -> HttpResponse:
    """What is open, the first due first, and what was answered lately."""
    today = timezone.localdate()
    context = {"open": queries.open_requests(), "answered": queries.answered()[:LATELY], "today": today}
    return render(request, "consent/rights/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.READ_DOCUMENTS)
def receive(request: HttpRequest) -> HttpResponse:
    """Write down what somebody asks."""
    form = ReceiveForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "consent/rights/new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)
    values = form.cleaned_data
    row = operations.receive(
        right=Right(values["right"]),
        name=values["name"],
        mail=values["mail"],
        wish=values["wish"],
        how_known=HowKnown(values["how_known"]),
        received_on=values["received_on"],
        by=account(request),
        now=timezone.now(),
    )
    messages.success(request, _("Written down. Say now who is meant."))
    return redirect("rights:detail", pk=row.pk)


@require_safe
@requires(Capability.READ_DOCUMENTS)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request of a person."""
    return _page(request, _find(pk))


@require_POST
@requires(Capability.READ_DOCUMENTS)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which people in which requests are meant."""
    row = _find(pk)
    form = ChooseForm(request.POST, found=_offered(row))
    if not form.is_valid():
        return _page(request, row, choose_form=form)
    try:
        operations.choose(pk=row.pk, subjects=form.chosen(), by=account(request), now=timezone.now())
    except operations.AnsweredBefore:
        messages.info(request, _("A colleague answered this already: see below."))
    else:
        messages.success(request, _("Kept. The history of each request tells it."))
    return redirect("rights:detail", pk=row.pk)


@require_POST
@requires(Capability.READ_DOCUMENTS)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Take two months more."""
    row, form = _find(pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, reason_form=form)
    try:
        operations.extend(pk=row.pk, reason=form.cleaned_data["reason"])
    except NotPossible:
        messages.info(request, _("Nothing was changed: it was answered, or more time was taken before."))
    else:
        messages.success(request, _("There are two months more. Tell the person now, with the reason."))
    return redirect("rights:detail", pk=row.pk)


@require_POST
@requires(Capability.READ_DOCUMENTS)
@step_up.required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a name or an address."""
    row = _find(pk)
    form = CorrectForm(request.POST, signers=_signers(row))
    if not form.is_valid():
        return _page(request, row, correct_form=form)
    values = form.cleaned_data
    try:
        operations.correct(
            pk=row.pk,
            signer_id=int(values["signer"]),
            name=values["name"],
            mail=values["mail"],
            by=account(request),
            now=timezone.now(),
        )
    except NotPossible:
        messages.info(request, _("Nothing was changed: this was answered, or asks for something else."))
    else:
        messages.success(request, _("Corrected. What was signed before stays as it was signed."))
    return redirect("rights:detail", pk=row.pk)


@require_POST
@requires(Capability.DECIDE)
@step_up.required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what came of it. A yes to erasure destroys."""
    row, form = _find(pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, answer_form=form)
    done = form.cleaned_data["done"] == "yes"
    try:
        operations.answer(
            pk=row.pk, done=done, words=form.cleaned_data["words"], by=account(request), now=timezone.now()
        )
    except operations.AnsweredBefore:
        messages.info(request, _("A colleague answered this already: see below."))
    except operations.NobodyChosen:
        form.add_error(None, _("Say first who is meant, in which requests."))
    except Held:
        form.add_error(
            None, _("A legal hold stands on one of these requests: nothing was erased. Refuse, and say why.")
        )
    except NotSealedYet:
        form.add_error(None, _("A form of this person is not sealed yet. Try again in a few minutes."))
    else:
        messages.success(request, _("Answered. Tell the person."))
    return _page(request, row, answer_form=form) if form.errors else redirect("rights:detail", pk=row.pk)


@require_safe
@requires(Capability.READ_DOCUMENTS)
@step_up.required_for_file
def export_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about the person, for machines; each request is logged."""
    row = _find(pk)
    content = exporting.as_json(row, now=timezone.now())
    return _file(request, row, content, "application/json", "json")


@require_safe
@requires(Capability.READ_DOCUMENTS)
@step_up.required_for_file
def export_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about the person, for people; each request is logged."""
    row = _find(pk)
    content = exporting.as_pdf(row, now=timezone.now(), language=get_language() or "nl")
    return _file(request, row, content, "application/pdf", "pdf")


def _file(request: HttpRequest, row: PersonRequest, content: bytes, kind: str, ending: str) -> HttpResponse:
    for subject in row.subjects.select_related("request"):
        _log(request, Action.DOWNLOADED, subject)
    headers = {
        "Content-Disposition": f'attachment; filename="person-{row.pk}.{ending}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


def _log(request: HttpRequest, action: Action, subject: Subject) -> None:
    audit.log_access(
        action=action,
        at=timezone.now(),
        user=account(request),
        request=subject.request,
        address=request.META.get("REMOTE_ADDR"),
    )


def _find(pk: int) -> PersonRequest:
    return get_object_or_404(PersonRequest.objects.select_related("made_by", "answered_by"), pk=pk)


def _offered(row: PersonRequest) -> list[Subject]:
    """Return who can be meant: whom the name or mail finds, and who was chosen before."""
    chosen = list(row.subjects.select_related("request"))
    return chosen + [one for one in queries.candidates(row.name, row.mail) if one not in chosen]


def _signers(row: PersonRequest) -> list[Signer]:
    found = Signer.objects.filter(subject__in=row.subjects.all()).select_related("subject__request")
    return list(found.order_by("pk"))


def _page(request: HttpRequest, row: PersonRequest, **forms: Any) -> HttpResponse:
    chosen = list(row.subjects.select_related("request").order_by("pk"))
    picked = {"subjects": [str(one.pk) for one in chosen]}
    bound = any(form.errors for form in forms.values())
    context = {
        "row": row,
        "chosen": chosen,
        "late": row.due_on < timezone.localdate(),
        "choose_form": ChooseForm(initial=picked, found=_offered(row)),
        "reason_form": ReasonForm(),
        "correct_form": CorrectForm(signers=_signers(row)),
        "answer_form": AnswerForm(),
        **forms,
    }
    return render(request, "consent/rights/detail.html", context, status=UNPROCESSABLE if bound else 200)
