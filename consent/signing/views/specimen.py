"""The signer's page of a wording, with an example in it: a draft as a tablet shows it. Nothing can be sent from it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.guards import requires
from accounts.roles import Capability
from consent import specimen
from consent.models import SubjectKind, Wording
from consent.signing.forms import ChoicesForm
from consent.signing.views.sitting import SIZES


@require_safe
@requires(Capability.WRITE_WORDINGS)
def show(request: HttpRequest, wording_id: int, language: str) -> HttpResponse:
    """Show a version or a draft in one language, for one kind of subject, inside the house or everywhere."""
    wording = get_object_or_404(Wording, pk=wording_id)
    kind = request.GET.get("kind", SubjectKind.PATIENT)
    size, everywhere = request.GET.get("size", ""), request.GET.get("where") != "inside"
    if kind not in SubjectKind.values or size not in SIZES:
        raise Http404
    try:
        shown = specimen.sheet_of(wording, language=language, kind=kind, everywhere=everywhere)
    except LookupError as error:
        raise Http404 from error
    context = {
        "wording": wording,
        "sheet": shown,
        "direction": shown.direction,
        "form": ChoicesForm(sheet=shown, channels=specimen.channels(everywhere=everywhere)),
        "kind": kind,
        "kinds": SubjectKind.choices,
        "where": "everywhere" if everywhere else "inside",
        "wheres": [("everywhere", _("Everywhere")), ("inside", _("Inside the house"))],
        "letter_size": size,
        "languages": wording.languages.all(),
    }
    return render(request, "consent/signing/specimen.html", context)
