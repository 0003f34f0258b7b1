"""The certificate that seals, and its key, as the settings name them. What signs with it stands in ``seal``.

    NoSeal      there is no usable seal: file missing, wrong passphrase, wrong kind of key

The web knows our documents by this certificate and never signs: pyHanko stays out of its processes.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509 import Certificate
from django.conf import settings

from consent.archive import demo_seal


class NoSeal(Exception):
    """The seal is missing or unusable; nothing can be archived until an administrator sets it."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A P-256 key, the certificate of its public half, and those above it."""

    key: ec.EllipticCurvePrivateKey
    leaf: Certificate
    chain: tuple[Certificate, ...]

    @property
    def der(self) -> bytes:
        """The certificate as it stands in each sealed document."""
        return self.leaf.public_bytes(Encoding.DER)


def current() -> Bundle:
    """Return what the settings name; in the demo, the demo's own. Raises NoSeal."""
    if settings.SEAL_PKCS12:
        return _load(Path(settings.SEAL_PKCS12), settings.SEAL_PASSPHRASE)
    if settings.DEMO:
        return _load(demo_seal.ensure(Path(settings.VAR_DIR) / "seal"), "")
    raise NoSeal("SEAL_PKCS12 is not set")


@cache
def _load(path: Path, passphrase: str) -> Bundle:
    try:
        bundle = load_pkcs12(path.read_bytes(), passphrase.encode() or None)
    except (OSError, ValueError) as error:
        raise NoSeal(f"{path.name}: {error}") from error
    key = bundle.key
    if (
        not isinstance(key, ec.EllipticCurvePrivateKey)
        or not isinstance(key.curve, ec.SECP256R1)
        or bundle.cert is None
    ):
        raise NoSeal(f"{path.name} must hold a P-256 key and its certificate")
    return Bundle(key, bundle.cert.certificate, tuple(one.certificate for one in bundle.additional_certs))
