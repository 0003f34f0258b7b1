"""Who may open a view. What one may not know of is not found, rather than forbidden."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import User


def account(request: HttpRequest) -> User:
    """Return the account that is logged in. Raises Http404 when nobody is."""
    if isinstance(request.user, User):
        return request.user
    raise Http404


def desk_required[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let only the desk open a view; for everybody else there is no such page."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request: Any = args[0]
        if not account(request).at_desk:
            raise Http404
        return view(*args, **kwargs)

    return guarded
