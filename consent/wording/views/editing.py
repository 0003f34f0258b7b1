"""The editor of a draft. Every button of it stores first what was typed; what cannot be stored stays on the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import requires
from accounts.roles import Capability
from consent.models import Question
from consent.wording import checks, forms, operations, queries, screen
from consent.wording.forms import LanguageForm
from consent.wording.queries import Content
from consent.wording.screen import Typed
from consent.wording.views.pages import found

CONFLICT, UNPROCESSABLE = 409, 422

type View = Callable[..., HttpResponseBase]


def of_draft(view: View) -> View:
    """Give a view the draft; where it was published or thrown away meanwhile, say so."""

    @wraps(view)
    def guarded(request: HttpRequest, wording_id: int, **kwargs: Any) -> HttpResponseBase:
        try:
            draft = found(wording_id)
        except Http404:
            return gone(request) if request.method == "POST" else _nothing()
        if draft.published_at is not None:
            return gone(request) if request.method == "POST" else _read(draft.pk, draft.follows_id)
        try:
            return view(request, queries.content(draft), **kwargs)
        except operations.NotADraft:
            return gone(request)

    return guarded


def _nothing() -> HttpResponseBase:
    raise Http404


def _read(wording_id: int, other_id: int | None) -> HttpResponseBase:
    return redirect("wording:compare", wording_id=wording_id, other_id=other_id or wording_id)


def gone(request: HttpRequest) -> HttpResponse:
    """Say that a draft is no draft any more, and give back what was typed."""
    typed = [value for name, value in request.POST.items() if name.startswith("text:") and str(value).strip()]
    return render(request, "consent/wording/gone.html", {"typed": typed}, status=CONFLICT)


@require_safe
@requires(Capability.WRITE_WORDINGS)
@of_draft
def edit(request: HttpRequest, draft: Content) -> HttpResponse:
    """All texts of a draft on one page, beside the version that it follows."""
    return page(request, draft)


def page(
    request: HttpRequest,
    draft: Content,
    *,
    typed: Typed | None = None,
    language_form: LanguageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the editor."""
    follows = draft.wording.follows or queries.newest()
    groups = screen.groups(draft, queries.content(follows), typed=typed)
    context = {
        "draft": draft.wording,
        "follows": follows,
        "languages": draft.languages,
        "groups": groups,
        "wrong": len(checks.problems(draft)),
        "typed": typed,
        "needed": ("nl", "en"),
        "language_form": language_form or LanguageForm(),
        "newest": queries.newest(),
    }
    return render(request, "consent/wording/edit.html", context, status=status)


def store(request: HttpRequest, draft: Content) -> Typed:
    """Store what was posted of texts and conditions; return what could not be stored. Raises NotADraft."""
    posted, texts, told = forms.read(request.POST, draft), {}, {}
    for one in posted.texts:
        try:
            if one.too_long:
                told[one.name] = _("Use at most %(most)d characters.") % {"most": forms.LONGEST_TEXT}
            else:
                operations.write(
                    wording_id=draft.wording.pk, language=one.language, key=one.key, text=one.text, seen=one.seen
                )
        except operations.SomebodyWrote as error:
            told[one.name] = _(
                "A colleague changed this meanwhile into: “%(text)s”. Yours is not stored yet; save again to replace it."
            ) % {"text": error.stored}
        if one.name in told:
            texts[one.name] = one.text
    for limits in posted.limits:
        part = draft.part(limits.key)
        if part and (part.kinds, part.channels) != (limits.kinds, limits.channels):
            operations.limit(wording_id=draft.wording.pk, key=limits.key, kinds=limits.kinds, channels=limits.channels)
    return Typed(texts, told)


def back(draft: Content, key: str = "") -> HttpResponse:
    """Lead back to the editor, to the row that was worked on."""
    return redirect(reverse("wording:edit", args=[draft.wording.pk]) + (f"#row-{key}" if key else ""))


@require_POST
@requires(Capability.WRITE_WORDINGS)
@of_draft
def save(request: HttpRequest, draft: Content) -> HttpResponse:
    """Store texts: the whole form by its button, or one row by the page itself, which gets back what to say below it."""
    typed = store(request, draft)
    draft = queries.content(draft.wording)
    if "HX-Request" in request.headers:
        return _notes(request, draft, typed)
    if typed.told:
        return page(request, draft, typed=typed, status=CONFLICT)
    messages.success(request, _("Saved."))
    return back(draft)


def _notes(request: HttpRequest, draft: Content, typed: Typed) -> HttpResponse:
    names = forms.read(request.POST, draft).names
    follows = queries.content(draft.wording.follows or queries.newest())
    rows = [row for group in screen.groups(draft, follows, typed=typed) for row in group.rows]
    cells = [cell for row in rows for cell in row.cells if cell.name in names]
    context = {"cells": cells, "follows": follows.wording, "saved": True}
    return render(request, "consent/wording/_notes.html", context)


def storing(view: View) -> View:
    """Store what was typed before a button does what it says; where that fails, only show why."""

    @wraps(view)
    def first_stored(request: HttpRequest, draft: Content, **kwargs: Any) -> HttpResponseBase:
        typed = store(request, draft)
        if typed.told:
            return page(request, queries.content(draft.wording), typed=typed, status=CONFLICT)
        try:
            return view(request, draft, **kwargs)
        except operations.AlwaysAsked:
            messages.error(request, _("This question is asked of everybody: what is permitted hangs on its answer."))
        except operations.TooMany:
            messages.error(request, _("There is no room for another one: take one away first."))
        return back(draft)

    return first_stored


@require_POST
@requires(Capability.WRITE_WORDINGS)
@of_draft
@storing
def add(request: HttpRequest, draft: Content, what: str) -> HttpResponse:
    """Add a heading, a statement, or a question that was not asked."""
    if what == "section":
        key = operations.add_told(wording_id=draft.wording.pk, what="section")
    elif what == "statement":
        key = operations.add_told(wording_id=draft.wording.pk, what="statement")
    elif what.removeprefix("question.") in Question.values:
        operations.add_question(wording_id=draft.wording.pk, question=Question(what.removeprefix("question.")))
        key = what
    else:
        raise Http404
    return back(draft, key)


@require_POST
@requires(Capability.WRITE_WORDINGS)
@of_draft
@storing
def remove(request: HttpRequest, draft: Content, key: str) -> HttpResponse:
    """Take away a heading or a statement, or no longer ask a question."""
    if draft.part(key):
        operations.remove(wording_id=draft.wording.pk, key=key)
    return back(draft)


@require_POST
@requires(Capability.WRITE_WORDINGS)
@of_draft
@storing
def move(request: HttpRequest, draft: Content, key: str, way: str) -> HttpResponse:
    """Put a part one place up or down."""
    if way not in {"up", "down"}:
        raise Http404
    if draft.part(key) is None:
        return back(draft)
    operations.move(wording_id=draft.wording.pk, key=key, way="up" if way == "up" else "down")
    return back(draft, key)


@require_POST
@requires(Capability.WRITE_WORDINGS)
@of_draft
def add_language(request: HttpRequest, draft: Content) -> HttpResponse:
    """Write the draft in one more language."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        try:
            operations.add_language(wording_id=draft.wording.pk, **form.cleaned_data)
        except operations.LanguageThere:
            form.add_error("code", _("This form is written in that language already."))
        else:
            messages.success(
                request,
                _("%(language)s is added. Its texts are still empty.") % {"language": form.cleaned_data["name"]},
            )
            return back(draft)
    return page(request, draft, language_form=form, status=UNPROCESSABLE)


@require_POST
@requires(Capability.WRITE_WORDINGS)
@of_draft
def remove_language(request: HttpRequest, draft: Content, code: str) -> HttpResponse:
    """No longer write the draft in a language."""
    if code not in {language.code for language in draft.languages}:
        return back(draft)
    try:
        operations.remove_language(wording_id=draft.wording.pk, code=code)
    except operations.NeededLanguage:
        messages.error(request, _("Dutch and English stay: every form exists in both."))
    return back(draft)
