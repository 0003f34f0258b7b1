"""The desk's screens of its house rules. Saving asks for the second factor again; looking and previewing does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, override
from django.views.decorators.http import require_POST, require_safe

from accounts import mailing, step_up
from accounts.guards import account
from consent import house, mail_texts
from consent.house_rules import defaults, operations, previews, queries
from consent.house_rules.forms import ContactForm, SettingsForm, TextForm
from consent.house_rules.views import common
from consent.house_rules.views.common import UNPROCESSABLE, desk
from consent.mail_slots import Mail
from consent.models import Channel, Contact

SITE = "site."
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Preview:
    """A mail as its reader gets it, with examples filled in: the text, and the paragraphs of the HTML."""

    subject: str
    text: str
    paragraphs: list[SafeString]


@require_safe
@desk
def overview(request: HttpRequest) -> HttpResponse:
    """What the desk can change, and what was changed lately."""
    changed = house.now_set()
    mails = [(mail, [(code, _differs(mail, code, changed)) for code in LANGUAGES]) for mail in mail_texts.MAILS]
    context = {
        "mails": mails,
        "contacts": queries.contacts(),
        "programmes": queries.programmes(),
        "channels": [(one, house.of_channel(one.value)) for one in Channel],
        "history": common.history(),
    }
    return render(request, "consent/house_rules/overview.html", context)


@require_safe
@desk
def numbers(request: HttpRequest) -> HttpResponse:
    """Days and addresses."""
    return _numbers(request, SettingsForm())


@require_POST
@desk
@step_up.required
def save_numbers(request: HttpRequest) -> HttpResponse:
    """Save days and addresses."""
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return _numbers(request, form, status=UNPROCESSABLE)
    try:
        count = common.change(request, SITE, form.values())
    except operations.SomebodyWasFaster:
        return _numbers(request, form, status=common.faster(request))
    common.said(request, count)
    return redirect("house_rules:overview")


@require_POST
@desk
def preview_numbers(request: HttpRequest) -> HttpResponse:
    """Show what the typed days mean; nothing is saved."""
    form = SettingsForm(request.POST)
    return _numbers(request, form, status=200 if form.is_valid() else UNPROCESSABLE)


@require_safe
@desk
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact."""
    row = get_object_or_404(Contact, pk=pk)
    return _contact(request, row, ContactForm(instance=row))


@require_POST
@desk
@step_up.required
def save_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a contact."""
    row = get_object_or_404(Contact, pk=pk)
    form = ContactForm(request.POST, instance=Contact(pk=pk, key=row.key))
    if not form.is_valid():
        return _contact(request, row, form, status=UNPROCESSABLE)
    values = {name: str(form.cleaned_data[name]) for name in operations.CONTACT_FIELDS}
    try:
        count = operations.change_contact(
            contact_id=pk, values=values, seen=common.seen(request), by=account(request), now=timezone.now()
        )
    except operations.SomebodyWasFaster:
        return _contact(request, row, form, status=common.faster(request))
    common.said(request, count)
    return redirect("house_rules:overview")


@require_POST
@desk
def preview_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was typed as everybody will see it; nothing is saved."""
    row = get_object_or_404(Contact, pk=pk)
    form = ContactForm(request.POST, instance=Contact(pk=pk, key=row.key))
    return _contact(request, row, form, status=200 if form.is_valid() else UNPROCESSABLE)


@require_safe
@desk
def text(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """One mail in one language, with its preview."""
    mail = _mail(key, language)
    return _text(request, mail, language, TextForm(mail=mail, initial=_current(mail, language)))


@require_POST
@desk
def preview(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Show what was typed as a mail; nothing is saved."""
    mail = _mail(key, language)
    form = TextForm(request.POST, mail=mail)
    return _text(request, mail, language, form, status=200 if form.is_valid() else UNPROCESSABLE)


@require_POST
@desk
@step_up.required
def save_text(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Save the text of a mail, or go back to the product's own."""
    mail = _mail(key, language)
    form = TextForm(request.POST, mail=mail)
    values = {"subject": "", "body": ""}
    if "reset" not in request.POST:
        if not form.is_valid():
            return _text(request, mail, language, form, status=UNPROCESSABLE)
        given = dict(zip(("subject", "body"), defaults.default(key, language), strict=True))
        typed: dict[str, str] = form.cleaned_data
        values = {part: "" if typed[part] == given[part] else typed[part] for part in given}
    rules = {mail_texts.rule(mail, language, part): value for part, value in values.items()}
    prefix = f"text.{key}.{language}."
    try:
        count = common.change(request, prefix, rules)
    except operations.SomebodyWasFaster:
        return _text(request, mail, language, form, status=common.faster(request))
    common.said(request, count)
    return redirect("house_rules:text", key=key, language=language)


def _numbers(request: HttpRequest, form: SettingsForm, status: int = 200) -> HttpResponse:
    rules = form.values() if form.is_bound and form.is_valid() else house.now_set()
    context = {
        "form": form,
        "previews": () if form.errors else previews.of_days(rules, today=timezone.localdate()),
        "seen": queries.newest(SITE),
        "history": common.history(SITE),
    }
    return render(request, "consent/house_rules/numbers.html", context, status=status)


def _contact(request: HttpRequest, row: Contact, form: ContactForm, status: int = 200) -> HttpResponse:
    prefix = f"contact.{row.key}."
    context = {
        "form": form,
        "contact": row,
        "previews": () if form.errors else previews.of_contact(form.instance),
        "seen": queries.newest(prefix),
        "history": common.history(prefix),
    }
    return render(request, "consent/house_rules/contact.html", context, status=status)


def _text(request: HttpRequest, mail: Mail, language: str, form: TextForm, status: int = 200) -> HttpResponse:
    prefix = f"text.{mail.key}.{language}."
    typed = form.cleaned_data if form.is_valid() else {}
    parts = typed if form.is_bound else _current(mail, language)
    samples = mail_texts.samples(mail, language)
    context: dict[str, Any] = {
        "form": form,
        "mail": mail,
        "language": language,
        "languages": [(code, get_language_info(code)["name_translated"]) for code in LANGUAGES],
        "slots": [(f"{{{slot.name}}}", samples[slot.name], slot) for slot in mail.slots],
        "preview": _preview(mail, language, parts) if parts else None,
        "seen": queries.newest(prefix),
        "history": common.history(prefix),
        "differs": _differs(mail, language, house.now_set()),
    }
    return render(request, "consent/house_rules/text.html", context, status=status)


def _preview(mail: Mail, language: str, parts: dict[str, str]) -> Preview:
    samples = mail_texts.samples(mail, language)
    with override(language):
        body = mail_texts.fill(parts["body"], samples, mail_texts.may_be_empty(mail))
        return Preview(mail_texts.fill(parts["subject"], samples), body, mailing.paragraphs(body))


def _current(mail: Mail, language: str) -> dict[str, str]:
    """Return what counts now: the desk's text, or the product's own."""
    changed, parts = house.now_set(), ("subject", "body")
    own = defaults.default(mail.key, language)
    return {part: changed.get(mail_texts.rule(mail, language, part), own[index]) for index, part in enumerate(parts)}


def _differs(mail: Mail, language: str, changed: Mapping[str, str]) -> bool:
    return any(mail_texts.rule(mail, language, part) in changed for part in ("subject", "body"))


def _mail(key: str, language: str) -> Mail:
    if key not in mail_texts.BY_KEY or language not in LANGUAGES:
        raise Http404
    return mail_texts.BY_KEY[key]
