"""The certificate that seals, and its key, as the settings name them. What signs with it stands in ``seal``.

    NoSeal      there is no usable seal: file missing, wrong passphrase, wrong kind of key

The key lies in a PKCS#12 file, or on a token that is spoken to by PKCS#11. The web knows our documents by this certificate
and never signs: pyHanko and the token stay out of its processes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings

from consent.archive import demo_seal

ALGORITHM = ec.ECDSA(SHA256())
AHEAD = timedelta(days=90)
"""How long before its end a certificate is announced: a new one takes weeks to get."""


class NoSeal(Exception):
    """The seal is missing or unusable; nothing can be archived until an administrator sets it."""


class Key(Protocol):
    """What signs: a P-256 key in a file or on a token."""

    def sign(self, data: bytes) -> bytes:
        """Return the ECDSA signature (DER) over the SHA-256 of some bytes."""


class FileKey:
    """A key in this process."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        """Take a P-256 key."""
        self._key = key

    def sign(self, data: bytes) -> bytes:
        """Return the ECDSA signature (DER) over the SHA-256 of some bytes."""
        return self._key.sign(data, ALGORITHM)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The certificate that seals and those above it; its P-256 key, or on which token that is."""

    leaf: Certificate
    chain: tuple[Certificate, ...]
    private: ec.EllipticCurvePrivateKey | None = None

    @property
    def der(self) -> bytes:
        """The certificate as it stands in each sealed document."""
        return self.leaf.public_bytes(Encoding.DER)

    @property
    def name(self) -> str:
        """The certificate's own name for who seals."""
        return self.leaf.subject.rfc4514_string()

    def key(self) -> Key:
        """Return what signs. Only for processes that seal."""
        if self.private is not None:
            return FileKey(self.private)
        from consent.archive.token_key import TokenKey  # brings the token's library, which the web has no use for

        return TokenKey(
            library=settings.SEAL_PKCS11,
            token=settings.SEAL_PKCS11_TOKEN,
            label=settings.SEAL_PKCS11_KEY,
            pin=settings.SEAL_PASSPHRASE,
        )


@dataclass(frozen=True, slots=True)
class Ending:
    """Until when our certificate is valid, and in how many whole days that is. ``soon``: time to get a new one."""

    name: str
    at: datetime
    days: int
    soon: bool


def current() -> Bundle:
    """Return what the settings name; in the demo, the demo's own. Raises NoSeal."""
    if settings.SEAL_PKCS11:
        return _of_token(Path(settings.SEAL_CERTIFICATE))
    if settings.SEAL_PKCS12:
        return _of_file(Path(settings.SEAL_PKCS12), settings.SEAL_PASSPHRASE)
    if settings.DEMO:
        return _of_file(demo_seal.ensure(Path(settings.VAR_DIR) / "seal"), "")
    raise NoSeal("neither SEAL_PKCS12 nor SEAL_PKCS11 is set")


def ending(*, now: datetime) -> Ending:
    """Return when our certificate ends, for whoever watches it. Raises NoSeal."""
    bundle = current()
    at = bundle.leaf.not_valid_after_utc
    return Ending(name=bundle.name, at=at, days=(at - now).days, soon=at - now <= AHEAD)


@cache
def _of_file(path: Path, passphrase: str) -> Bundle:
    try:
        bundle = load_pkcs12(path.read_bytes(), passphrase.encode() or None)
    except (OSError, ValueError) as error:
        raise NoSeal(f"{path.name}: {error}") from error
    if not isinstance(bundle.key, ec.EllipticCurvePrivateKey) or bundle.cert is None:
        raise NoSeal(f"{path.name} must hold a P-256 key and its certificate")
    leaf = _p256(bundle.cert.certificate, path)
    return Bundle(leaf, tuple(one.certificate for one in bundle.additional_certs), bundle.key)


@cache
def _of_token(path: Path) -> Bundle:
    """Return the certificates of a PEM file, ours first; its key stays on the token."""
    try:
        leaf, *chain = load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise NoSeal(f"{path.name}: {error}") from error
    return Bundle(_p256(leaf, path), tuple(chain))


def _p256(leaf: Certificate, path: Path) -> Certificate:
    key = leaf.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise NoSeal(f"{path.name} must hold a certificate of a P-256 key")
    return leaf
