"""A signer would rather have the form on paper, or in another language."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from consent import audit, facts
from consent.models import Action, WishKind
from consent.signing import operations
from consent.signing.on_paper.views import pdf
from consent.signing.views.sitting import Sitting, page, seated


@require_http_methods(["GET", "HEAD", "POST"])
@seated(needs="identified")
def wish(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Take a wish, and say what happens with it."""
    kind = request.POST.get("wish", "")
    language = " ".join(request.POST.get("other_language", "").replace("\x00", "").split())
    missing = kind == WishKind.LANGUAGE and not language
    if kind in WishKind.values and not missing:
        with suppress(operations.CannotSign, operations.AlreadyAnswered):
            operations.wish(signer_id=who.signer.pk, kind=WishKind(kind), language=language, now=timezone.now())
        return redirect("signing:wish")
    wishes = {one.kind: one for one in who.signer.wishes.all()}
    context = {"paper": wishes.get(WishKind.PAPER), "wished": wishes.get(WishKind.LANGUAGE), "missing": missing}
    return page(request, who, "wish", context, status=422 if missing else 200)


@require_POST
@seated(needs="named")
def own_paper(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Give the signer the form as PDF, to print or to read at leisure."""
    from consent.signing.on_paper import blank  # brings WeasyPrint, which no other page of the signer needs

    audit.log_access(
        action=Action.DOWNLOADED,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR"),
        actor_name=f"signer:{who.signer.pk}",
        request=who.signer.subject.request,
    )
    return pdf(blank.render(signer=who.signer, sheet=facts.sheet_for(who.signer, language=who.language)), who.signer)
