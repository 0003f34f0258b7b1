"""Proving who one is, by logging in at one's institution: there, back, and what came of it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import limits
from accounts.institution import conversation
from accounts.institution.client import InstitutionError
from accounts.institution.views import RATE, note
from consent.models import Signer
from consent.signing import proving
from consent.signing.views.sitting import Sitting, page, seated

PAGES = {"start": "signing:start", "sign": "signing:sign"}


@require_POST
@seated(needs="identified")
def prove(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Go to the institution. On a device of several people, it asks everybody anew."""
    if not proving.offered(who.signer):
        raise Http404
    waits: HttpResponse | None = limits.too_many(request, action="institution", rate=RATE)
    if waits:
        return waits
    then = request.POST.get("from", "")
    try:
        address = conversation.begin(
            request.session,
            purpose=_purpose(who.signer),
            redirect_uri=settings.BASE_URL + reverse("signing:proof_back"),
            now=timezone.now(),
            fresh=True,
            then=then if then in PAGES else "start",
        )
    except InstitutionError as error:
        note(error)
        who.put(proof_problem=error.reason)
        return _to(then)
    return page(request, who, "leaving", {"address": address})


@require_safe
@seated(needs="identified")
def back(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Keep what the institution says, for this signer in this session; it logs nobody in."""
    if not proving.offered(who.signer):
        raise Http404
    now = timezone.now()
    then = (request.session.get(conversation.KEY) or {}).get("then", "")
    try:
        claims, _ = conversation.finish(request.session, request.GET.dict(), purpose=_purpose(who.signer), now=now)
        who.put(proof=proving.to_session(proving.proven(claims, now=now)), proof_problem="")
    except InstitutionError as error:
        note(error)
        who.put(proof_problem=error.reason)
    return _to(then)


@require_POST
@seated(needs="identified")
def forget(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Do not use the proof: it was somebody else's, or the signer would rather not."""
    who.put(proof=None, proof_problem="")
    return _to(request.POST.get("from", ""))


def offer(who: Sitting) -> dict[str, Any]:
    """Return what the pages say of proving: whether it is offered, what was proven, or what went wrong just now."""
    if not proving.offered(who.signer):
        return {}
    problem = who.data.get("proof_problem", "")
    if problem:
        who.put(proof_problem="")
    found = proving.from_session(who.data.get("proof"))
    differs = found is not None and found.differs_from(who.signer.name)
    return {"proof_offered": True, "proof": found, "proof_differs": differs, "proof_problem": problem}


def _to(then: str) -> HttpResponse:
    """Go to the page where the signer was, and on it to what is said of proving: the page is long on a phone."""
    return redirect(reverse(PAGES.get(then, PAGES["start"])) + "#proof")


def _purpose(signer: Signer) -> str:
    return f"proof:{signer.pk}"
