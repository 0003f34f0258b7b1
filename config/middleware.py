"""What every response carries, and one log line for each request."""

import logging
from collections.abc import Callable
from secrets import token_hex
from time import perf_counter

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = (
    "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


def request_log(get_response: Respond) -> Respond:
    """Log route (with placeholders, so without tokens or numbers), status and milliseconds."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        request_id = token_hex(8)
        response = get_response(request)
        match = request.resolver_match
        logger.info(
            "request",
            extra={
                "method": request.method,
                "route": match.route if match else "",
                "status": response.status_code,
                "milliseconds": round((perf_counter() - started) * 1000, 1),
                "request_id": request_id,
            },
        )
        return response

    return middleware


def extra_headers(get_response: Respond) -> Respond:
    """Set Permissions-Policy everywhere and forbid storing whatever is not a static file."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
