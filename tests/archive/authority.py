"""A public key infrastructure of our own on loopback: a root, its revocation list, a seal, and timestamp authorities."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509 import load_pem_x509_certificate

START_SECONDS = 30
PASSPHRASE = "correct horse"
CONFIGURATION = """
external-url-prefix: http://127.0.0.1:{port}
keysets:
  ours:
    path-prefix: {keys}
    keys:
      root: {{path: root.pem}}
      seal: {{path: seal.pem}}
      tsa: {{path: tsa.pem}}
      short: {{path: short.pem}}
pki-architectures:
  pki:
    keyset: ours
    entity-defaults: {{country-name: NL, organization-name: Test hospital}}
    entities:
      root: {{common-name: Test root}}
      seal: {{common-name: Test seal}}
      tsa: {{common-name: Test authority}}
      short: {{common-name: Authority that ends soon}}
    certs:
      root:
        subject: root
        subject-key: root
        issuer: root
        authority-key: root
        validity: {{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2090-01-01T00:00:00+0000"}}
        extensions:
          - {{id: basic_constraints, critical: true, value: {{ca: true}}}}
          - id: key_usage
            critical: true
            smart-value: {{schema: key-usage, params: [digital_signature, key_cert_sign, crl_sign]}}
      seal:
        issuer: root
        validity: {{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2080-01-01T00:00:00+0000"}}
        extensions: &seal
          - id: key_usage
            critical: true
            smart-value: {{schema: key-usage, params: [digital_signature, non_repudiation]}}
          - {{id: crl_distribution_points, smart-value: {{schema: crl-dist-url, params: {{crl-repo-names: [root]}}}}}}
      tsa: &authority
        issuer: root
        validity: {{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2070-01-01T00:00:00+0000"}}
        extensions:
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}}
          - {{id: extended_key_usage, critical: true, value: [time_stamping]}}
          - {{id: crl_distribution_points, smart-value: {{schema: crl-dist-url, params: {{crl-repo-names: [root]}}}}}}
      short:
        <<: *authority
        validity: {{valid-from: "2020-01-01T00:00:00+0000", valid-to: "{short}"}}
    services:
      crl-repo:
        root:
          for-issuer: root
          signing-key: root
          simulated-update-schedule: "P90D"
      time-stamping:
        tsa: {{signing-cert: tsa}}
        short: {{signing-cert: short}}
      cert-repo:
        root: {{for-issuer: root, publish-issued-certs: yes}}
"""
KEYS = ("root", "seal", "tsa", "short")


@dataclass(frozen=True, slots=True)
class Infrastructure:
    """Where it answers, and what of it an administrator would have as files."""

    url: str
    short_url: str
    roots: str
    pkcs12: str
    folder: Path


def free_port() -> int:
    """Return a port on which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, *, short: str = "2070-01-01T00:00:00+0000") -> Iterator[Infrastructure]:
    """Run it in a process of its own; ``short`` is when the certificate of the second authority ends."""
    port = free_port()
    for name in KEYS:
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        (folder / f"{name}.pem").write_bytes(pem)
    configuration = folder / "certomancer.yml"
    configuration.write_text(CONFIGURATION.format(port=port, keys=folder, short=short), encoding="utf-8")
    program = [sys.executable, "-W", "ignore", "-m", "certomancer", "--config", str(configuration), "--key-root", "/"]
    process = subprocess.Popen(
        [*program, "animate", "--port", str(port), "--no-web-ui"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        roots, pkcs12 = _files(folder, program)
        address = f"http://127.0.0.1:{port}/pki/tsa"
        yield Infrastructure(f"{address}/tsa", f"{address}/short", roots, pkcs12, folder)
    finally:
        process.kill()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the authority did not start")


def _files(folder: Path, program: list[str]) -> tuple[str, str]:
    subprocess.run([*program, "mass-summon", "pki", str(folder / "made"), "--flat"], check=True, capture_output=True)
    root, seal = (
        load_pem_x509_certificate((folder / "made" / f"{name}.cert.pem").read_bytes()) for name in ("root", "seal")
    )
    (folder / "roots.pem").write_bytes(root.public_bytes(Encoding.PEM))
    key = load_pem_private_key((folder / "seal.pem").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    locked = BestAvailableEncryption(PASSPHRASE.encode())
    (folder / "seal.p12").write_bytes(serialize_key_and_certificates(b"seal", key, seal, [root], locked))
    return str(folder / "roots.pem"), str(folder / "seal.p12")
