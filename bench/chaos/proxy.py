"""A bad connection: a TCP proxy that cuts, delays and duplicates what passes. One request for each connection.

Of our own, since a signer's troubles are those of requests: the packages that exist lose bytes within a stream, which TCP
never does, and can neither cut after the server acted nor send a request twice.
"""

import re
import socket
import struct
import threading
import time
from collections import Counter
from contextlib import suppress
from random import Random

HOST = "127.0.0.1"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends RST, as a lost network does
PLANS = {"calm": 4, "slow": 3, "cut before": 2, "cut within": 1, "cut after": 3, "cut in the answer": 2, "twice": 3}
PATIENCE = 20


class Proxy:
    """Listens on a port of its own while used as a context; ``wild`` says whether there is trouble."""

    def __init__(self, target: int, *, seed: int, wild: bool = True) -> None:
        self.target, self.wild = target, wild
        self.happened: Counter[str] = Counter()
        self._random = Random(seed)
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> "Proxy":
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(PATIENCE)
        try:
            request = _request(client)
            if request:
                self._pass_on(client, request)
        except OSError:
            _cut(client)
        finally:
            client.close()

    def _pass_on(self, client: socket.socket, request: bytes) -> None:
        plan = self._random.choices(list(PLANS), list(PLANS.values()))[0] if self.wild else "calm"
        self.happened[plan] += 1
        if plan == "slow":
            time.sleep(self._random.uniform(0.1, 1.5))
        if plan == "cut before":
            return _cut(client)
        if plan == "cut within":
            with suppress(OSError), self._server() as server:
                server.sendall(request[: len(request) // 2])
            return _cut(client)
        if plan == "twice":
            threading.Thread(target=self._again, args=[request], daemon=True).start()
        answer = self._answer(request)
        if plan == "cut after":
            return _cut(client)
        if plan == "cut in the answer":
            client.sendall(answer[: len(answer) // 2])
            return _cut(client)
        client.sendall(answer)
        return None

    def _server(self) -> socket.socket:
        return socket.create_connection((HOST, self.target), timeout=PATIENCE)

    def _answer(self, request: bytes) -> bytes:
        """Return the server's whole answer. Raises OSError when it is not there, or dies meanwhile."""
        with self._server() as server:
            server.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            parts = []
            while part := server.recv(65536):
                parts.append(part)
        if not parts:
            raise ConnectionResetError
        return b"".join(parts)

    def _again(self, request: bytes) -> None:
        with suppress(OSError):
            self._answer(request)


def _request(client: socket.socket) -> bytes:
    """Read one request whole; nothing when the client goes away before."""
    data = b""
    while part := client.recv(65536):
        data += part
        end = data.find(b"\r\n\r\n")
        if end >= 0:
            found = LENGTH.search(data[:end])
            if len(data) >= end + 4 + (int(found[1]) if found else 0):
                return re.sub(rb"\r\nconnection: [^\r]*", b"", data[:end], flags=re.IGNORECASE) + data[end:]
    return b""


def _cut(client: socket.socket) -> None:
    with suppress(OSError):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    client.close()
