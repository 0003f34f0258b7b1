"""The least that Django can do, to compare with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines

from consent.models import Request


@login_not_required
def bare(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one row by primary key."""
    return HttpResponse(Request.objects.get(pk=pk).number)


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """Render an empty template."""
    return HttpResponse(engines["django"].from_string("").render({}, request))
