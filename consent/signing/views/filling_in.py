"""The form itself: who am I, what do I choose, how do I sign."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consent import agreed, facts
from consent.models import AgeGroup, Identity, Way
from consent.sheet import ZONE, Sheet
from consent.signing import evidence, operations, proving, queries
from consent.signing.forms import ChoicesForm, SignForm
from consent.signing.operations import needs_childs_view, needs_confirmation
from consent.signing.views import ending
from consent.signing.views.proving import offer
from consent.signing.views.sitting import Sitting, page, seated

KEPT = (
    "mark",
    "strokes",
    "typed_name",
    "assisted_name",
    "helper",
    "witness",
    "confirmed_by",
    "confirmed_at",
    "childs_view",
)
MOST_KEPT = 100_000


@require_http_methods(["GET", "HEAD", "POST"])
@seated(needs="identified")
def start(request: HttpRequest, who: Sitting) -> HttpResponse:
    """Language and letter size first; then the signer confirms their own name."""
    if "look" in request.POST:
        who.look(request.POST["look"])
        return redirect("signing:start")
    if request.POST.get("me") == "no":
        return ending.wrong_person(request, who)
    if request.POST.get("me") == "yes":
        try:
            operations.open_sheet(signer_id=who.signer.pk, way=who.way, now=timezone.now())
        except (operations.AlreadyAnswered, operations.NotOpen):
            return redirect("signing:start")
        who.put(named=True)
        return redirect("signing:sheet")
    return page(request, who, "start", {"may_postpone": _may_postpone(who), **offer(who)})


@require_http_methods(["GET", "HEAD", "POST"])
@seated(needs="named")
def sheet(request: HttpRequest, who: Sitting) -> HttpResponse:
    """The form in full, with a choice for each question."""
    shown = facts.sheet_for(who.signer, language=who.language)
    channels = queries.channels(who.signer.subject.request)
    if request.method != "POST":
        form = ChoicesForm(initial=who.draft, sheet=shown, channels=channels)
        changed = who.data.get("changed", False)
        who.put(changed=False)
        newer = facts.newer_version(who.signer.subject.request)
        return page(request, who, "sheet", {"sheet": shown, "form": form, "changed": changed, "newer": newer})
    names = [choice.id for choice in shown.choices]
    who.keep(_posted(request.POST, [*names, "health_sentence"]))
    if "look" in request.POST:
        who.look(request.POST["look"])
        return redirect("signing:sheet")
    form = ChoicesForm(request.POST, sheet=shown, channels=channels)
    if not form.is_valid():
        return page(request, who, "sheet", {"sheet": shown, "form": form}, status=422)
    return redirect("signing:sign")


@require_http_methods(["GET", "HEAD", "POST"])
@seated(needs="named", signed="either")
def sign(request: HttpRequest, who: Sitting) -> HttpResponse:
    """What was chosen, once more; what is declared; and the mark."""
    if who.signer.status != "waiting":
        return ending.show_thanks(request, who, again=True)
    shown = facts.sheet_for(who.signer, language=who.language)
    chosen = ChoicesForm(who.draft, sheet=shown, channels={})
    if not chosen.is_valid():
        return redirect("signing:sheet")
    if request.method != "POST":
        form = _sign_form(who, None)
        return page(request, who, "sign", _sign_context(who, shown, chosen, form))
    who.keep(_posted(request.POST, list(KEPT)))
    if "look" in request.POST:
        who.look(request.POST["look"])
        return redirect("signing:sign")
    form = _sign_form(who, request.POST)
    if not form.is_valid():
        return page(request, who, "sign", _sign_context(who, shown, chosen, form), status=422)
    return _store(request, who, chosen, form)


def _store(request: HttpRequest, who: Sitting, chosen: ChoicesForm, form: SignForm) -> HttpResponse:
    if form.chosen is None:
        return redirect("signing:sign")
    try:
        operations.sign(
            signer_id=who.signer.pk,
            answers=chosen.answers(),
            health_sentence=chosen.cleaned_data["health_sentence"],
            mark=form.chosen,
            evidence=_evidence(request, who, form),
            sheet_sha256=form.cleaned_data["sheet_sha256"],
            language=who.language,
            now=timezone.now(),
        )
    except operations.AlreadyAnswered:
        who.signer.refresh_from_db()
        return ending.show_thanks(request, who, again=True)
    except (operations.SheetChanged, operations.Unanswered):
        who.put(changed=True)
        return redirect("signing:sheet")
    except operations.CannotSign:
        return redirect("signing:sign")
    return ending.show_thanks(request, who)


def _evidence(request: HttpRequest, who: Sitting, form: SignForm) -> evidence.Evidence:
    by_mail = who.way == Way.MAIL
    return evidence.Evidence(
        way=who.way,
        identity=Identity.MAIL_CODE if by_mail else Identity.VOUCHED,
        vouched_by="" if by_mail else who.invitation.made_by.name,
        device=evidence.device_of(request.headers.get("User-Agent", "")),
        address=request.META.get("REMOTE_ADDR") or None,
        capacity_confirmed_by=form.cleaned_data["confirmed_by"],
        capacity_confirmed_at=form.confirmed,
        childs_view=form.cleaned_data["childs_view"],
        proof=proving.from_session(who.data.get("proof")),
    )


def _sign_form(who: Sitting, data: QueryDict | None) -> SignForm:
    now = timezone.now()
    initial: dict[str, Any] = {"confirmed_at": f"{now.astimezone(ZONE):%H:%M}", **who.draft}
    patient, child = needs_confirmation(who.signer), needs_childs_view(who.signer)
    return SignForm(data, initial=initial, patient=patient, child=child, now=now)


def _sign_context(who: Sitting, shown: Sheet, chosen: ChoicesForm, form: SignForm) -> dict[str, Any]:
    lines = agreed.from_draft(shown, chosen.answers(), chosen.cleaned_data["health_sentence"])
    return {"sheet": shown, "lines": lines, "form": form, "may_postpone": _may_postpone(who), **offer(who)}


def _may_postpone(who: Sitting) -> bool:
    """Whether "not now" is offered: an adult patient who may not be able to decide at this moment (L3)."""
    return needs_confirmation(who.signer) and who.signer.subject.age_group == AgeGroup.ADULT


def _posted(data: QueryDict, names: list[str]) -> dict[str, str]:
    """Return what was posted under these names, within measure: a session is no place for megabytes."""
    posted = {name: str(data[name]) for name in names if name in data}
    return {name: value for name, value in posted.items() if len(value) <= MOST_KEPT and "\x00" not in value}
