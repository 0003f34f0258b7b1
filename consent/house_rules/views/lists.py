"""The desk's screens of programmes, channels and terms."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from accounts import step_up
from accounts.guards import account
from consent import house
from consent.house_rules import operations, previews, programmes, queries
from consent.house_rules.list_forms import ChannelForm, ProgrammeForm, TermsForm
from consent.house_rules.views import common
from consent.house_rules.views.common import UNPROCESSABLE, desk
from consent.models import Channel, Programme


@require_safe
@desk
def new_programme(request: HttpRequest) -> HttpResponse:
    """A programme that is still to come."""
    return _programme(request, None, ProgrammeForm(initial=ProgrammeForm.initial_of(None)))


@require_POST
@desk
def preview_new_programme(request: HttpRequest) -> HttpResponse:
    """Show where a new programme will stand; nothing is saved."""
    form = ProgrammeForm(request.POST)
    return _programme(request, None, form, status=200 if form.is_valid() else UNPROCESSABLE)


@require_POST
@desk
@step_up.required
def add_programme(request: HttpRequest) -> HttpResponse:
    """Offer one more programme."""
    return _save(request, None)


@require_safe
@desk
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme."""
    row = get_object_or_404(Programme, pk=pk)
    return _programme(request, row, ProgrammeForm(initial=ProgrammeForm.initial_of(row)))


@require_POST
@desk
def preview_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a programme as it was typed in the list of students; nothing is saved."""
    row, form = get_object_or_404(Programme, pk=pk), ProgrammeForm(request.POST)
    return _programme(request, row, form, status=200 if form.is_valid() else UNPROCESSABLE)


@require_POST
@desk
@step_up.required
def save_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a programme, retire it, or bring it back."""
    row = get_object_or_404(Programme, pk=pk)
    return _offer(request, row) if "offer" in request.POST else _save(request, row)


def _save(request: HttpRequest, row: Programme | None) -> HttpResponse:
    form = ProgrammeForm(request.POST)
    if not form.is_valid():
        return _programme(request, row, form, status=UNPROCESSABLE)
    seen, by, now = common.seen(request), account(request), timezone.now()
    try:
        if row:
            _row, count = programmes.change(programme_id=row.pk, typed=form.typed(), seen=seen, by=by, now=now)
        else:
            programmes.add(typed=form.typed(), seen=seen, by=by, now=now)
            count = 1
    except programmes.NameTaken as taken:
        form.add_error(taken.field, _("Another programme is called this already."))
        return _programme(request, row, form, status=UNPROCESSABLE)
    except operations.SomebodyWasFaster:
        return _programme(request, row, form, status=common.faster(request))
    common.said(request, count)
    return redirect("house_rules:overview")


def _offer(request: HttpRequest, row: Programme) -> HttpResponse:
    by, now, offered = account(request), timezone.now(), request.POST["offer"] == "yes"
    form = ProgrammeForm(request.POST)
    try:
        count = programmes.offer(programme_id=row.pk, offered=offered, seen=common.seen(request), by=by, now=now)
    except programmes.NameTaken as taken:
        form.is_valid()
        form.add_error(taken.field, _("Another programme is called this already."))
        return _programme(request, row, form, status=UNPROCESSABLE)
    except operations.SomebodyWasFaster:
        return _programme(request, row, form, status=common.faster(request))
    common.said(request, count)
    return redirect("house_rules:overview")


def _programme(request: HttpRequest, row: Programme | None, form: ProgrammeForm, status: int = 200) -> HttpResponse:
    prefix = programmes.prefix(row.pk if row else None)
    others = Programme.objects.filter(active=True).exclude(pk=row.pk if row else 0)
    context = {
        "form": form,
        "previews": previews.of_programme(form.typed(), others=others) if form.is_bound and form.is_valid() else (),
        "programme": row,
        "used": row.requests.count() if row else 0,
        "seen": queries.newest(prefix),
        "history": common.history(prefix),
    }
    return render(request, "consent/house_rules/programme.html", context, status=status)


@require_safe
@desk
def channel(request: HttpRequest, channel: str) -> HttpResponse:
    """One channel: whether it is offered now, and what students read about it."""
    return _channel(request, _known(channel), ChannelForm(initial=ChannelForm.initial_of(channel)))


@require_POST
@desk
def preview_channel(request: HttpRequest, channel: str) -> HttpResponse:
    """Show what was typed as students will see it; nothing is saved."""
    form = ChannelForm(request.POST)
    return _channel(request, _known(channel), form, status=200 if form.is_valid() else UNPROCESSABLE)


@require_POST
@desk
@step_up.required
def save_channel(request: HttpRequest, channel: str) -> HttpResponse:
    """Save what students read about a channel, and whether it is offered."""
    known, form = _known(channel), ChannelForm(request.POST)
    if not form.is_valid():
        return _channel(request, known, form, status=UNPROCESSABLE)
    try:
        count = common.change(request, f"channel.{channel}.", form.values(channel))
    except operations.SomebodyWasFaster:
        return _channel(request, known, form, status=common.faster(request))
    common.said(request, count)
    return redirect("house_rules:channel", channel=channel)


def _known(channel: str) -> Channel:
    if channel not in Channel.values:
        raise Http404
    return Channel(channel)


def _channel(request: HttpRequest, known: Channel, form: ChannelForm, status: int = 200) -> HttpResponse:
    prefix = f"channel.{known.value}."
    rules = form.values(known.value) if form.is_valid() else {} if form.is_bound else house.now_set()
    shown_as = []
    for code in ("nl", "en"):
        with override(code):
            shown = (rules.get(f"{prefix}reason_{code}", ""), rules.get(f"{prefix}note_{code}", ""))
            shown_as.append((code, str(known.label), bool(rules.get(f"{prefix}off")), *shown))
    context = {
        "form": form,
        "channel": known,
        "previews": [] if form.errors else shown_as,
        "seen": queries.newest(prefix),
        "history": common.history(prefix),
    }
    return render(request, "consent/house_rules/channel.html", context, status=status)


@require_safe
@desk
def terms(request: HttpRequest) -> HttpResponse:
    """How long consent lasts at most, and how long what is kept."""
    return _terms(request, TermsForm())


@require_POST
@desk
def preview_terms(request: HttpRequest) -> HttpResponse:
    """Show what the typed terms mean for somebody who signs today; nothing is saved."""
    form = TermsForm(request.POST)
    return _terms(request, form, status=200 if form.is_valid() else UNPROCESSABLE)


@require_POST
@desk
@step_up.required
def save_terms(request: HttpRequest) -> HttpResponse:
    """Save the terms."""
    form = TermsForm(request.POST)
    if not form.is_valid():
        return _terms(request, form, status=UNPROCESSABLE)
    try:
        count = common.change(request, house.TERM, form.values())
    except operations.SomebodyWasFaster:
        return _terms(request, form, status=common.faster(request))
    common.said(request, count)
    return redirect("house_rules:overview")


def _terms(request: HttpRequest, form: TermsForm, status: int = 200) -> HttpResponse:
    rules = form.values() if form.is_bound and form.is_valid() else house.now_set()
    context = {
        "form": form,
        "previews": () if form.errors else previews.of_terms(rules, today=timezone.localdate()),
        "seen": queries.newest(house.TERM),
        "history": common.history(house.TERM),
    }
    return render(request, "consent/house_rules/terms.html", context, status=status)
