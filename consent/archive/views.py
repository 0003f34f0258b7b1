"""Screens of the archive: look up by number, download, verify."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits, step_up
from accounts.guards import account, requires
from accounts.models import User
from accounts.roles import Capability
from consent import access, audit, numbers, specimen, store, timestamps
from consent.archive import bundle as bundles
from consent.archive import certificate, queries, verification
from consent.archive.forms import VerifyForm
from consent.models import Action, Document, SubjectKind, Wording

LOOK_UP_PAGE = "consent/archive/look_up.html"
VERIFY_PAGE = "consent/archive/verify.html"
LONGEST_WORDS = 200
"""As long as the address in a code that is scanned."""
FORM_AROUND_FILE = 10_000
"""Bytes that a browser sends around an uploaded file, at most."""


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Go straight to the request with the typed or scanned number; otherwise find it by words.

    A number that cannot exist is called a typing error, unless it is a word of a request.
    """
    typed = request.GET.get("number", "").replace("\0", "")[:LONGEST_WORDS]
    user = account(request)
    if not typed.strip():
        return render(request, LOOK_UP_PAGE, {"typed": ""})
    number = queries.number_of(typed)
    if number is None:
        return _by_words(request, typed, user)
    found = queries.look_up(number=number, user=user, now=timezone.now(), address=request.META.get("REMOTE_ADDR"))
    if found is None:
        return render(request, LOOK_UP_PAGE, {"typed": typed, "problem": "unknown"}, status=404)
    page = "review:detail" if user.at_desk and not found.own else "requesting:detail"
    return redirect(page, number=number)


def _by_words(request: HttpRequest, words: str, user: User) -> HttpResponse:
    """Show what has these words: the desk in its queue, which logs it; others their own requests here."""
    numeric = numbers.mistyped(words)
    if user.at_desk and not numeric:
        return _in_queue(words)
    found = queries.by_words(words, user=user)
    if numeric and (found.alike or not found.keys):
        return render(request, LOOK_UP_PAGE, {"typed": words, "problem": "typing"}, status=422)
    if user.at_desk:
        return _in_queue(words)
    audit.log_access(action=Action.SEARCHED, at=timezone.now(), user=user, address=request.META.get("REMOTE_ADDR"))
    context = {"typed": words, "searched": True, "requests": queries.listed(found), "alike": found.alike}
    return render(request, LOOK_UP_PAGE, context)


def _in_queue(words: str) -> HttpResponse:
    return redirect(reverse("review:queue", query={"q": words}))


@require_safe
@step_up.required_for_file
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out an archived PDF to who may read it; 404 to others. Each download is logged."""
    user = account(request)
    document = get_object_or_404(access.documents_visible_to(user).select_related("request"), pk=pk)
    try:
        pdf = store.get(timestamps.best_file(document))
    except store.StoreError as error:
        context = {"document": document, "later": isinstance(error, store.Unreachable)}
        return render(request, "consent/archive/damaged.html", context, status=503)
    audit.log_access(
        action=Action.DOWNLOADED,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR"),
        user=user,
        request=document.request,
        document=document,
    )
    return pdf_response(pdf, document)


@require_safe
@requires(Capability.READ_ALL)
@step_up.required_for_file
def bundle(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out all that proves a request as one ZIP, to the desk; logged."""
    user = account(request)
    found = get_object_or_404(access.numbered(access.requests_visible_to(user), number))
    try:
        with bundles.make(found, now=timezone.now()) as content:
            body = content.read()
    except (store.StoreError, certificate.NoSeal) as error:
        later = isinstance(error, store.Unreachable)
        return render(request, "consent/archive/damaged.html", {"later": later}, status=503)
    audit.log_access(
        action=Action.DOWNLOADED,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR"),
        user=user,
        request=found,
    )
    headers = {
        "Content-Disposition": f'attachment; filename="{bundles.name_of(found)}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type="application/zip", headers=headers)


def pdf_response(pdf: bytes, document: Document) -> HttpResponse:
    """Return a PDF as a download that no cache keeps."""
    name = store.download_name(document)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_safe
@requires(Capability.WRITE_WORDINGS)
def specimen_pdf(request: HttpRequest, wording_id: int, language: str) -> HttpResponse:
    """Show a version or a draft of the form as a PDF with an example in it: not sealed, and it says that it is no form."""
    from consent.archive import (
        sheet_page,  # brings WeasyPrint: seconds, and memory, that no other page of the web needs
    )

    wording = get_object_or_404(Wording, pk=wording_id)
    kind = request.GET.get("kind", SubjectKind.PATIENT)
    everywhere = request.GET.get("where") != "inside"
    if kind not in SubjectKind.values:
        raise Http404
    try:
        sheet = specimen.sheet_of(wording, language=language, kind=kind, everywhere=everywhere)
    except LookupError as error:
        raise Http404 from error
    pdf = sheet_page.render_specimen(
        sheet,
        channels=specimen.channels(everywhere=everywhere),
        draft=wording.published_at is None,
        now=timezone.now(),
    )
    headers = {"Content-Disposition": 'inline; filename="specimen.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Say to anybody what an offered PDF is.

    A body that is too large is refused before any of it is read; the check for forged posts, which reads it, comes after.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.VERIFY_MAX_BYTES + FORM_AROUND_FILE:
        return render(request, VERIFY_PAGE, {"form": VerifyForm.too_large()}, status=413)
    if request.method == "POST" and limits.too_many(request, action="verify", rate=settings.VERIFY_RATE):
        return render(request, VERIFY_PAGE, {"form": VerifyForm.too_many()}, status=429)
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    """Read the upload once; nothing of it is kept."""
    if request.method != "POST":
        return render(request, VERIFY_PAGE, {"form": VerifyForm()})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, VERIFY_PAGE, {"form": form}, status=422)
    answer = verification.of_file(form.cleaned_data["file"].chunks())
    _log_verified(request, answer)
    return render(request, VERIFY_PAGE, {"form": VerifyForm(), "answer": answer})


@login_not_required
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say to who scanned the code in a document how that document stands."""
    answer = verification.of_code(code)
    _log_verified(request, answer)
    status = 404 if answer.outcome == verification.Outcome.UNKNOWN_CODE else 200
    context = {"form": VerifyForm(), "answer": answer, "action": reverse("archive:verify")}
    return render(request, VERIFY_PAGE, context, status=status)


def _log_verified(request: HttpRequest, answer: verification.Answer) -> None:
    """Write down that somebody learned how a document stands; what is not ours tells nothing."""
    if answer.document:
        audit.log_access(
            action=Action.VIEWED,
            at=timezone.now(),
            address=request.META.get("REMOTE_ADDR"),
            user=request.user if isinstance(request.user, User) else None,
            request=answer.document.request,
            document=answer.document,
        )
