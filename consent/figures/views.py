"""The figures as a page and as files. Each file is a line of the access log."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from accounts import step_up
from accounts.guards import account, requires
from accounts.roles import Capability
from consent import audit
from consent.figures import files, tables
from consent.figures.tables import Table
from consent.models import Action

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@requires(Capability.READ_ALL)
def overview(request: HttpRequest) -> HttpResponse:
    """How many requests, how fast, what people answered, what was taken down on time."""
    today = timezone.localdate()
    quarter = _quarter(request)
    context = {
        "tables": [_for_readers(table) for table in tables.of_quarter(quarter, today=today)],
        "quarter": quarter,
        "quarters": tables.quarters(today=today),
    }
    return render(request, "consent/figures/overview.html", context)


@require_safe
@requires(Capability.READ_ALL)
@step_up.required_for_file
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """All tables of a quarter as CSV."""
    text = files.as_csv(tables.of_quarter(_quarter(request), today=timezone.localdate()))
    return _file(request, text.encode(), "text/csv; charset=utf-8", "csv")


@require_safe
@requires(Capability.READ_ALL)
@step_up.required_for_file
def as_workbook(request: HttpRequest) -> HttpResponseBase:
    """All tables of a quarter as a workbook."""
    made = files.as_workbook(tables.of_quarter(_quarter(request), today=timezone.localdate()))
    return _file(request, made, XLSX, "xlsx")


def _for_readers(table: Table) -> Table:
    """Return a table whose days have the decimal mark of the reader's language."""
    rows = ((name, tuple(number_format(cell) if "." in cell else cell for cell in cells)) for name, cells in table.rows)
    return replace(table, rows=tuple(rows))


def _quarter(request: HttpRequest) -> str:
    """Return the quarter that was asked for, or the last."""
    known = [key for key, _name in tables.quarters(today=timezone.localdate())]
    asked = request.GET.get("quarter", "")
    return asked if asked in known else known[0]


def _file(request: HttpRequest, body: bytes, kind: str, ending: str) -> HttpResponse:
    address = request.META.get("REMOTE_ADDR")
    audit.log_access(action=Action.DOWNLOADED, at=timezone.now(), address=address, user=account(request))
    name = f'attachment; filename="figures-{_quarter(request)}.{ending}"'
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": name, "Cache-Control": "no-store"})
