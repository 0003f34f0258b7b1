"""The smallest HTTP client that can measure a server on the same machine: raw sockets, kept open, nothing parsed twice."""

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

HOST = "127.0.0.1"


class Line:
    """One kept-open connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self._open()

    def _open(self) -> socket.socket:
        made = socket.create_connection((HOST, self.port), timeout=30)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def ask(self, request: bytes) -> int:
        """Send a request, read the whole answer and return its status."""
        self.socket.sendall(request)
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the server hung up")
            data += more
        head = data[:end].lower()
        missing = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]) - (len(data) - end - 4)
        while missing > 0:
            missing -= len(self.socket.recv(65536))
        return int(data[9:12])


def get(path: str, *, port: int, cookie: str = "") -> bytes:
    """Return the bytes of a GET request."""
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", *([f"Cookie: {cookie}"] if cookie else []), "", ""]
    return "\r\n".join(lines).encode()


def rate(requests: Sequence[bytes], *, port: int, lines: int, expected: int) -> float:
    """Return how many requests a second are answered on so many connections. Raises AssertionError on another status."""
    parts = [requests[number::lines] for number in range(lines)]

    def run(part: Sequence[bytes]) -> None:
        line = Line(port)
        for request in part:
            status = line.ask(request)
            if status != expected:
                raise AssertionError(f"status {status}")

    started = time.perf_counter()
    with ThreadPoolExecutor(lines) as threads:
        list(threads.map(run, parts))
    return len(requests) / (time.perf_counter() - started)


def latencies(requests: Sequence[bytes], *, line: Line, expected: int) -> list[float]:
    """Return the milliseconds that each request took, one after the other."""
    taken = []
    for request in requests:
        started = time.perf_counter()
        status = line.ask(request)
        taken.append((time.perf_counter() - started) * 1000)
        if status != expected:
            raise AssertionError(f"status {status}")
    return taken
