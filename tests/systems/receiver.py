"""A system that listens on loopback: it keeps what it was sent, checks signatures as Standard Webhooks says, and answers."""

import hmac
import json
import ssl
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass
class Sent:
    """One request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.body)
        return said

    def signed_with(self, secret: str) -> bool:
        said = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        right = b64encode(hmac.new(b64decode(secret.removeprefix("whsec_")), said, sha256).digest()).decode()
        return hmac.compare_digest(self.headers["webhook-signature"], f"v1,{right}")


@dataclass
class Receiver:
    """What came, and how it answers: a status, or a function that writes to the line itself."""

    url: str
    answer: int | Callable[[Any], None] = 204
    headers: dict[str, str] = field(default_factory=dict)
    came: list[Sent] = field(default_factory=list)


@contextmanager
def listening(certificate: Path | None = None) -> Iterator[Receiver]:
    """Listen on a free port until the test is over; with a certificate by TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.came.append(Sent(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            if callable(here.answer):
                here.answer(self.wfile)
                return
            self.send_response(here.answer)
            for name, value in here.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A caller who hangs up is no error of ours."""

    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    here = Receiver(f"{'https' if certificate else 'http'}://localhost:{server.server_address[1]}/consent")
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()


def certificate(folder: Path, *, host: str = "localhost", ends: timedelta = DAY) -> Path:
    """A self-signed certificate with its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - 10 * DAY)
        .not_valid_after(now + ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(True, False, False, False, False, True, True, False, False), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{host}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


def silent(_: Any) -> None:
    """Answer nothing for longer than anybody waits."""
    time.sleep(3)


def dripping(line: Any) -> None:
    """Answer one letter at a time, so that the line is never idle."""
    for letter in b"HTTP/1.1 204 No Content\r\nX: " + b"x" * 60:
        line.write(bytes([letter]))
        line.flush()
        time.sleep(0.1)


def nonsense(line: Any) -> None:
    """Answer what is no HTTP."""
    line.write(b"220 mail.example.org ESMTP\r\n")
