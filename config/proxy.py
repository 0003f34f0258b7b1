"""Where a request comes from, when it comes through a proxy."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]


def client_address(get_response: Respond) -> Respond:
    """Set REMOTE_ADDR to the client's address behind a proxy (BEHIND_PROXY): the last entry of X-Forwarded-For.

    That entry is the one that the proxy itself added; all before it anybody can send. Without BEHIND_PROXY the header is
    nobody's. Either way it is taken away, so that nothing further in believes it; what is no address becomes none.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if settings.BEHIND_PROXY and told.strip():
            request.META["REMOTE_ADDR"] = told.rpartition(",")[2].strip()
        request.META["REMOTE_ADDR"] = _address(request.META.get("REMOTE_ADDR", ""))
        return get_response(request)

    return middleware


def _address(text: str) -> str:
    """Return an address as it is stored, without brackets or port; "" for anything else."""
    host, _, port = text.removeprefix("[").rpartition("]:") if text.startswith("[") else ("", "", "")
    if not host and text.count(":") == 1:
        host, _, port = text.partition(":")
    try:
        return str(ip_address(host if host and port.isdecimal() else text.strip("[]")))
    except ValueError:
        return ""
