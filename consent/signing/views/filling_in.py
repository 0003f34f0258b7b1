"""The form itself: who am I, what do I choose, how do I sign."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consent import agreed, facts
from consent.models import Identity
from consent.sheet import ZONE, Sheet
from consent.signing import evidence, operations, proving, queries, screens
from consent.signing.forms import ChoicesForm, SignForm
from consent.signing.views import ending, form_page, reading, sending
from consent.signing.views.proving import offer
from consent.signing.views.sitting import Sitting, page, seated
from consent.who_signs import POSTPONABLE

KEPT = (
    "mark",
    "strokes",
    "typed_name",
    "assisted_name",
    "helper",
    "witness",
    "confirmed_by",
    "confirmed_at",
    "childs_say",
    "childs_view",
    "relation",
    "interpreter",
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
    if request.POST.get("me") == "yes" and who.data["named"]:  # sent again, since the answer got lost
        return redirect("signing:sheet")
    if request.POST.get("me") == "yes":
        try:
            operations.open_sheet(signer_id=who.signer.pk, way=who.way, now=timezone.now())
        except (operations.AlreadyAnswered, operations.NotOpen):
            return redirect("signing:start")
        who.put(named=True)
        return redirect("signing:sheet")
    context = {"may_postpone": _may_postpone(who), "turned": queries.turned(who.signer), **offer(who)}
    return page(request, who, "start", context)


@require_http_methods(["GET", "HEAD", "POST"])
@seated(needs="named", form=True)
def sheet(request: HttpRequest, who: Sitting) -> HttpResponse:
    """The form in full, with a choice for each question: all on one page, or one question a screen."""
    shown = facts.sheet_for(who.signer, language=who.language, now=who.filled_in)
    channels = {use.id: use.channel for use in who.filled_in.uses}
    if request.method == "POST":
        return _take_choices(request, who, shown, channels)
    wish = request.GET if request.META.get("QUERY_STRING") else {}
    place = screens.screen(wish, shown=shown, one=who.one_by_one)
    if place.number and reading.is_stale(who, shown):
        return _read_again(who)
    if not place.number:
        reading.remember(who, shown)
    changed = who.data.get("changed", False)
    if changed:
        who.put(changed=False)
    notices = form_page.Notices(changed=changed, newer=facts.newer_version(who.signer.subject.request, who.filled_in))
    return form_page.show(request, who, shown, place=place, channels=channels, notices=notices)


def _take_choices(request: HttpRequest, who: Sitting, shown: Sheet, channels: dict[int, str]) -> HttpResponse:
    place = screens.screen(request.POST, shown=shown, one=who.one_by_one)
    who.keep(_posted(request.POST, [*(choice.id for choice in shown.choices), "health_sentence"]))
    if "look" in request.POST:
        who.look(request.POST["look"])
        return _to_screen((place.number if place.alone else 1) if who.one_by_one else None)
    if reading.is_stale(who, shown):
        return _read_again(who)
    following = place.following(request.POST.get("go", ""))
    if request.POST.get("go") == "back":
        return _to_screen(following)
    only = [choice.id for choice in screens.asked_on(place, shown=shown)]
    form = ChoicesForm(request.POST, sheet=shown, channels=channels, only=only)
    if not form.is_valid():
        return page(request, who, "sheet", {"sheet": shown, "screen": place, "form": form}, status=422)
    return redirect("signing:sign") if following is None else _to_screen(following)


def _to_screen(number: int | None) -> HttpResponse:
    address = reverse("signing:sheet")
    return redirect(f"{address}?question={number}" if number else address)


def _read_again(who: Sitting) -> HttpResponse:
    """Send the signer back to a text that is no longer the one that they read, and say so there."""
    who.put(changed=True)
    return redirect("signing:sheet")


@require_http_methods(["GET", "HEAD", "POST"])
@seated(needs="named", signed="either")
def sign(request: HttpRequest, who: Sitting) -> HttpResponse:
    """What was chosen, once more; what is declared; and the mark."""
    if who.signer.status != "waiting":
        return ending.show_thanks(request, who, again=not sending.is_stored(request, who))
    shown = facts.sheet_for(who.signer, language=who.language, now=who.filled_in)
    if request.method == "POST":
        who.keep(_posted(request.POST, list(KEPT)))
        if "look" in request.POST:
            who.look(request.POST["look"])
            return redirect("signing:sign")
    if reading.is_stale(who, shown) or sending.is_stored(request, who):
        return _read_again(who)
    chosen = ChoicesForm(who.draft, sheet=shown, channels={})
    if not chosen.is_valid():
        return _to_screen(screens.first_missing(who.draft, shown=shown) if who.one_by_one else None)
    form = _sign_form(who, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return page(request, who, "sign", _sign_context(who, shown, chosen, form), status=422 if form.errors else 200)
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
        sending.note_stored(request, who)
        return ending.show_thanks(request, who, again=True)
    except (operations.SheetChanged, operations.Unanswered):
        return _read_again(who)
    except operations.CannotSign:
        return redirect("signing:sign")
    sending.note_stored(request, who)
    return ending.show_thanks(request, who)


def _evidence(request: HttpRequest, who: Sitting, form: SignForm) -> evidence.Evidence:
    by_mail = queries.by_code(who.invitation)
    return evidence.Evidence(
        way=who.way,
        identity=Identity.MAIL_CODE if by_mail else Identity.VOUCHED,
        vouched_by="" if by_mail else who.invitation.made_by.name,
        device=evidence.device_of(request.headers.get("User-Agent", "")),
        address=request.META.get("REMOTE_ADDR") or None,
        capacity_confirmed_by=form.cleaned_data["confirmed_by"],
        capacity_confirmed_at=form.confirmed,
        childs_say=form.cleaned_data["childs_say"],
        childs_view=form.cleaned_data["childs_view"],
        relation=form.cleaned_data["relation"],
        interpreter=form.cleaned_data["interpreter"],
        proof=proving.from_session(who.data.get("proof")),
    )


def _sign_form(who: Sitting, data: QueryDict | None) -> SignForm:
    now = timezone.now()
    initial: dict[str, Any] = {"confirmed_at": f"{now.astimezone(ZONE):%H:%M}", **who.draft}
    asks = operations.who(who.signer)
    initial.setdefault("relation", who.signer.relation)
    return SignForm(data, initial=initial, asks=asks, requester=who.signer.subject.request.requester.name, now=now)


def _sign_context(who: Sitting, shown: Sheet, chosen: ChoicesForm, form: SignForm) -> dict[str, Any]:
    lines = agreed.from_draft(shown, chosen.answers(), chosen.cleaned_data["health_sentence"])
    return {
        "sheet": shown,
        "key": sending.key_of(who),
        "lines": lines,
        "form": form,
        "may_postpone": _may_postpone(who),
        **offer(who),
    }


def _may_postpone(who: Sitting) -> bool:
    """Whether "not now" is offered: to a patient who may not be able to decide at this moment (L3)."""
    return POSTPONABLE.applies(operations.who(who.signer))


def _posted(data: QueryDict, names: list[str]) -> dict[str, str]:
    """Return what was posted under these names, within measure: a session is no place for megabytes."""
    posted = {name: str(data[name]) for name in names if name in data}
    return {name: value for name, value in posted.items() if len(value) <= MOST_KEPT and "\x00" not in value}
