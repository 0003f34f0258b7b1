"""HEAD, which the API's library answers only where it is named."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase

type View = Callable[..., HttpResponseBase]


def with_head(view: View) -> View:
    """Return a view that answers HEAD as GET; the server leaves out what it says (RFC 9110, 9.3.2)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = asked

    return answered
