"""Tell a system something over HTTPS, signed so that it knows who says so (Standard Webhooks 1.0).

NotTold     nothing arrived, or the answer was no yes; ``problem`` is a word for the log (``consent.models.hook.WHY``)

Whoever types an address must not get us to ask a machine inside our own network: only addresses on the internet are
connected to, and hosts that ``SYSTEMS_INSIDE`` names. The address that was looked at is the one that is connected to.
"""

import http.client
import json
import socket
import ssl
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from hmac import digest
from ipaddress import IPv6Address, IPv6Network, ip_address
from secrets import token_bytes
from threading import Event, Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

PREFIX = "whsec_"
SECRET_BYTES = 32
CONNECT, PATIENCE = 5, 10
"""Seconds: to reach the system, and from then on to its answer."""
YES = range(200, 300)
PORTS = {"https": 443, "http": 80}
UNICAST = IPv6Network("2000::/3")
"""Where the IPv6 addresses of the internet lie. Others can carry an IPv4 address of our own network in them."""


class NotTold(Exception):
    """Nothing arrived, or the answer was no yes (2xx)."""

    def __init__(self, problem: str, status: int | None = None) -> None:
        super().__init__(problem)
        self.problem, self.status = problem, status


def new_secret() -> str:
    """Return a secret in the form that the libraries of Standard Webhooks take."""
    return PREFIX + b64encode(token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, *, message: str, at: datetime, body: bytes) -> str:
    """Return the header's value: HMAC-SHA256 over the message's id, the moment (seconds) and the body."""
    said = f"{message}.{int(at.timestamp())}.".encode() + body
    return "v1," + b64encode(digest(b64decode(secret.removeprefix(PREFIX)), said, sha256)).decode()


def may_be_told(url: str) -> bool:
    """Whether an address is one to send to: HTTPS, without credentials; plain HTTP only to a host that the setting names."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and _inside(parts))
    return named and secure and url.isascii() and "@" not in parts.netloc


def send(url: str, *, secret: str, message: str, at: datetime, what: Mapping[str, Any]) -> int:
    """Send, and return the status of the yes. The answer's text is not read, and no redirect followed. Raises NotTold."""
    body = json.dumps(what, separators=(",", ":")).encode()
    headers = {
        "Host": urlsplit(url).netloc,
        "Content-Type": "application/json",
        "User-Agent": "Akkoord",
        "Connection": "close",
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature(secret, message=message, at=at, body=body),
    }
    status = _status(url, body, headers)
    if status not in YES:
        raise NotTold("refused", status)
    return status


def _status(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Return the status that a POST is answered with. Raises NotTold."""
    if not may_be_told(url):
        raise NotTold("not_allowed")
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    addresses = _addresses(parts)
    try:
        with _connected(parts, addresses) as connection:
            connection.request("POST", path, body, headers)
            return connection.getresponse().status
    except ssl.SSLCertVerificationError as error:
        raise NotTold("certificate") from error
    except TimeoutError as error:
        raise NotTold("too_slow") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotTold("no_connection") from error


@contextmanager
def _connected(parts: SplitResult, addresses: list[str]) -> Iterator[http.client.HTTPConnection]:
    """Yield a connection to the first of these addresses that can be reached. Raises OSError."""
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    with _reached(addresses, port) as plain:
        if parts.scheme == "https":
            line: socket.socket = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        else:
            line = plain
        with line, _at_most(PATIENCE, line):
            connection = http.client.HTTPConnection(host, port)
            connection.sock = line
            yield connection


def _reached(addresses: list[str], port: int) -> socket.socket:
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), CONNECT)
    return socket.create_connection((addresses[-1], port), CONNECT)


@contextmanager
def _at_most(seconds: float, line: socket.socket) -> Iterator[None]:
    """Cut the line after so long: a socket's own timeout begins anew with every byte that comes. Raises TimeoutError."""
    late = Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    line.settimeout(seconds)
    timer = Timer(seconds, cut)
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def _addresses(parts: SplitResult) -> list[str]:
    """Return the addresses of a host that may be connected to. Raises NotTold."""
    try:
        found = socket.getaddrinfo(parts.hostname, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotTold("unknown_host") from error
    allowed = [str(one[4][0]) for one in found if _inside(parts) or _on_the_internet(str(one[4][0]))]
    if not allowed:
        raise NotTold("not_allowed")
    return allowed


def _inside(parts: SplitResult) -> bool:
    """Whether the setting names this host."""
    return parts.hostname in settings.SYSTEMS_INSIDE


def _on_the_internet(address: str) -> bool:
    found = ip_address(address)
    if isinstance(found, IPv6Address) and (found not in UNICAST or found.sixtofour or found.teredo):
        return False
    return found.is_global and not found.is_multicast
