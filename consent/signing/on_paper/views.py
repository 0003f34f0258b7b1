"""Paper: the requester and the desk print a form; the desk types what a signed one says, looks again, and registers it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent import access, audit, facts, numbers, store
from consent.models import Action, PaperDraft, ScanType, Signer, Way
from consent.sheet import ZONE
from consent.signing import operations, queries
from consent.signing.on_paper import operations as paper
from consent.signing.on_paper import screens
from consent.signing.views.requester import WHY_NOT

CONTENT_TYPES = {ScanType.PDF: "application/pdf", ScanType.JPEG: "image/jpeg", ScanType.PNG: "image/png"}
PICTURES = frozenset({ScanType.JPEG, ScanType.PNG})
UNPROCESSABLE = 422


def _signer(request: HttpRequest, signer_id: int) -> Signer:
    """Return a signer of a request that this account may see. Another's does not exist: 404."""
    found = queries.own_signer(access.requests_visible_to(account(request)), signer_id)
    if found is None:
        raise Http404
    return found


def _home(request: HttpRequest, signer: Signer) -> str:
    row = signer.subject.request
    page = "requesting:detail" if row.requester_id == account(request).pk else "review:detail"
    return reverse(page, kwargs={"number": row.number})


@require_POST
def print_form(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Print an empty form with a QR code; the code of an earlier print stops working."""
    from consent.signing.on_paper import blank  # brings WeasyPrint, which no other page of the stage needs

    signer = _signer(request, signer_id)
    language = request.POST.get("language") or signer.language
    spoken = [one.code for one in queries.languages(signer.subject.request)]
    sheet = facts.sheet_for(signer, language=language if language in spoken else spoken[0])
    try:
        token = operations.invite(signer_id=signer_id, way=Way.PAPER, by=account(request), now=timezone.now())
    except operations.CannotAsk as error:
        messages.error(request, str(WHY_NOT[type(error)]))
        return redirect(_home(request, signer))
    link = settings.BASE_URL + reverse("signing:open", args=[token])
    return pdf(blank.render(signer=signer, sheet=sheet, link=link), signer)


def pdf(content: bytes, signer: Signer) -> HttpResponse:
    """Return a form to print as a download whose name says no person's."""
    name = f"AKK-{numbers.spoken(signer.subject.request.number)}-form-{signer.pk}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.DECIDE)
@step_up.required
def fill_in(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Type what a signed paper says, and offer its scan."""
    signer = _signer(request, signer_id)
    draft = screens.draft_of(signer)
    if request.method != "POST":
        return _form_page(request, signer, screens.typed(signer, draft))
    typed = screens.typed(signer, draft, request.POST, request.FILES)
    if not typed.is_valid():
        return _form_page(request, signer, typed, status=UNPROCESSABLE)
    scan = typed.paper.content or bytes(PaperDraft.objects.values_list("scan", flat=True).get(signer=signer))
    kind = typed.paper.scan_type
    if kind is None:
        raise Http404
    try:
        paper.prepare(
            signer_id=signer_id,
            filled=typed.filled(),
            scan=scan,
            scan_type=kind,
            by=account(request),
            now=timezone.now(),
        )
    except paper.OldPaper:
        typed.paper.add_error("code", _old_paper())
    except paper.WrongDay:
        typed.paper.add_error("signed_on", _("This day cannot be: the form was not there yet, or it is still to come."))
    except (paper.NotForYou, operations.CannotSign, operations.AlreadyAnswered):
        return _too_late(request, signer)
    else:
        return redirect("signing:paper_check", signer_id=signer_id)
    return _form_page(request, signer, typed, status=UNPROCESSABLE)


def _form_page(request: HttpRequest, signer: Signer, typed: screens.Typed, *, status: int = 200) -> HttpResponse:
    context = {
        "signer": signer,
        "row": signer.subject.request,
        "back": _home(request, signer),
        "choices": typed.choices,
        "form": typed.paper,
        "sheet": screens.sheet_shown(signer),
    }
    return render(request, "consent/signing/paper/fill_in.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.DECIDE)
@step_up.required
def check(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Show what will be recorded beside the scan; registering is one more press."""
    signer = _signer(request, signer_id)
    draft = screens.draft_of(signer)
    if draft is None:
        return redirect("signing:paper_fill_in", signer_id=signer_id)
    if request.method == "POST":
        return _register(request, signer)
    try:
        shown = screens.second_look(signer, draft)
    except paper.OldPaper:
        messages.error(request, _old_paper())
        return redirect("signing:paper_fill_in", signer_id=signer_id)
    context: dict[str, Any] = {
        "signer": signer,
        "row": signer.subject.request,
        "draft": draft,
        "seen": draft.at.isoformat(),
        "is_picture": draft.scan_type in PICTURES,
        **shown,
    }
    return render(request, "consent/signing/paper/check.html", context)


def _register(request: HttpRequest, signer: Signer) -> HttpResponse:
    try:
        seen = datetime.fromisoformat(request.POST.get("seen", ""))
        seen = seen if seen.tzinfo else seen.replace(tzinfo=ZONE)
        paper.register(signer_id=signer.pk, seen=seen, by=account(request), now=timezone.now())
    except (ValueError, paper.NothingPrepared):
        messages.warning(request, _("What was typed changed meanwhile, or it was a day ago. Please look once more."))
        return redirect("signing:paper_fill_in", signer_id=signer.pk)
    except (paper.OldPaper, operations.SheetChanged, operations.Unanswered):
        messages.error(request, _old_paper())
        return redirect("signing:paper_fill_in", signer_id=signer.pk)
    except (operations.NotConfirmed, operations.ChildNotHeard, operations.ChildSaysNo, operations.RelationMissing):
        messages.error(request, _("Something that belongs to this form is missing. Please fill it in."))
        return redirect("signing:paper_fill_in", signer_id=signer.pk)
    except (paper.CannotRegister, operations.CannotSign, operations.AlreadyAnswered):
        return _too_late(request, signer)
    messages.success(
        request, _("The paper form of %(name)s is registered. Its PDF is being sealed.") % {"name": signer.name}
    )
    return redirect(_home(request, signer))


@require_POST
@requires(Capability.DECIDE)
@step_up.required
def say_no(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Register that a paper says no."""
    signer = _signer(request, signer_id)
    try:
        paper.register_no(signer_id=signer_id, by=account(request), now=timezone.now())
    except (paper.NotForYou, operations.CannotSign, operations.AlreadyAnswered):
        return _too_late(request, signer)
    messages.success(request, _("Registered: %(name)s said no. Nothing else is kept.") % {"name": signer.name})
    return redirect(_home(request, signer))


def _too_late(request: HttpRequest, signer: Signer) -> HttpResponse:
    messages.error(
        request,
        _("Nothing was registered: this person answered already, is not asked now, or it is your own request."),
    )
    return redirect(_home(request, signer))


def _old_paper() -> str:
    return _(
        "This code is not that of the form as it is asked now. Look at the code again. Is it right? Then what is asked "
        "changed after this paper was printed: print a new one and have it signed."
    )


@require_safe
@requires(Capability.READ_DOCUMENTS)
@step_up.required_for_file
def scan(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Hand out the scan of a registered paper. Each download is logged."""
    signer = _signer(request, signer_id)
    found = queries.paper_of(signer)
    if found is None:
        raise Http404
    try:
        content = store.get(found.scan_sha256, ending=found.scan_type)
    except store.StoreError as error:
        raise Http404 from error
    audit.log_access(
        action=Action.DOWNLOADED,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR"),
        user=account(request),
        request=signer.subject.request,
    )
    return _file(content, ScanType(found.scan_type), signer, inline=False)


@require_safe
@requires(Capability.DECIDE)
def draft_scan(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Show the scan that waits for its second look: a picture in the page, a PDF as a download."""
    signer = _signer(request, signer_id)
    draft = PaperDraft.objects.filter(signer=signer).first()
    if draft is None:
        raise Http404
    kind = ScanType(draft.scan_type)
    return _file(bytes(draft.scan), kind, signer, inline=kind in PICTURES)


def _file(content: bytes, kind: ScanType, signer: Signer, *, inline: bool) -> HttpResponse:
    """Return a file of others in a way that no browser runs anything of it."""
    name = f"AKK-{numbers.spoken(signer.subject.request.number)}-paper-{signer.pk}.{kind}"
    headers = {
        "Content-Disposition": f'{"inline" if inline else "attachment"}; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=CONTENT_TYPES[kind], headers=headers)
