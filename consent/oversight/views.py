"""The access log as administrators read it. Each question is itself a line of the log."""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent import audit
from consent.models import Access, Action
from consent.oversight import queries
from consent.oversight.forms import QuestionForm
from consent.oversight.queries import Question
from consent.spreadsheet import plain

PAGE = "consent/oversight/access_log.html"
UNPROCESSABLE = 422


@require_safe
@requires(Capability.READ_ACCESS_LOG)
def access_log(request: HttpRequest) -> HttpResponse:
    """Who looked at a request, what somebody looked at, in which days."""
    form = QuestionForm(request.GET)
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name, "").strip()}
    if not form.is_valid():
        choices = [(user, urlencode({**asked, "who": user.email})) for user in form.choices]
        return render(request, PAGE, {"form": form, "asked": asked, "choices": choices}, status=UNPROCESSABLE)
    question = form.question()
    page = queries.page(question, start=request.GET.get("older", ""))
    _log(request, question, Action.AUDITED)
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "older": urlencode({**asked, "older": page.older}) if page.older else "",
        "newest": urlencode(asked) if "older" in request.GET else None,
        "export": urlencode(asked),
    }
    return render(request, PAGE, context)


@require_safe
@requires(Capability.READ_ACCESS_LOG)
@step_up.required_for_file
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole answer as CSV."""
    form = QuestionForm(request.GET)
    if not form.is_valid():
        return access_log(request)
    question = form.question()
    _log(request, question, Action.DOWNLOADED)
    headers = {"Content-Disposition": 'attachment; filename="access-log.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(_lines(question), content_type="text/csv; charset=utf-8", headers=headers)


def _log(request: HttpRequest, question: Question, action: Action) -> None:
    audit.log_access(
        action=action,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR"),
        user=account(request),
        request=question.request,
        about=question.user,
    )


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _lines(question: Question) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # Excel reads UTF-8 only with this
    yield writer.writerow(
        [_("When"), _("Who"), _("Email address"), _("What"), _("Request"), _("Account"), _("From where")]
    )
    for line in queries.every(question):
        yield writer.writerow([plain(cell) for cell in _cells(line)])


def _cells(line: Access) -> list[str]:
    return [
        timezone.localtime(line.at).isoformat(timespec="seconds"),
        line.user.name if line.user else line.actor,
        line.user.email if line.user else "",
        str(Action(line.action).label),
        line.request.spoken_number if line.request else "",
        line.about.email if line.about else "",
        line.address or "",
    ]
