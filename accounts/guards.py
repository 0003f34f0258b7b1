"""Who may open a view. What one may not know of is not found, rather than forbidden."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import User
from accounts.roles import Capability, may


def account(request: HttpRequest) -> User:
    """Return the account that is logged in. Raises Http404 when nobody is."""
    if isinstance(request.user, User):
        return request.user
    raise Http404


def requires[**P](
    capability: Capability,
) -> Callable[[Callable[P, HttpResponseBase]], Callable[P, HttpResponseBase]]:
    """Open a view to whoever may do ``capability`` (accounts.roles); for everybody else there is no such page."""

    def guard(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request: Any = args[0]
            if not may(account(request), capability):
                raise Http404
            return view(*args, **kwargs)

        return guarded

    return guard
