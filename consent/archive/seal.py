"""Seal a PDF: PAdES baseline B-B, P-256 with SHA-256, a certification signature that allows no change at all.

    NoSeal      there is no usable seal: file missing, wrong passphrase, wrong kind of key

The key is parsed once for each process, and what all signatures of one certificate have in common is encoded once: stock
pyHanko does both again each time (quality.md, ``seal_only``). Nothing here touches the network: no timestamp, no revocation
lists.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import override

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12Certificate, load_pkcs12
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from consent.archive import demo_seal

FIELD = "Seal"
ALGORITHM = ec.ECDSA(SHA256())
DIGEST = b"\xfe" * 32
SIGNATURE = b"\xfd" * 71
"""Place holders in the prepared signature. A P-256 signature in DER has 70 to 72 bytes; every second one has 71."""


class NoSeal(Exception):
    """The seal is missing or unusable; nothing can be archived until an administrator sets it."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A certificate with its parsed key, and a signature with holes where digest and signature value go."""

    key: ec.EllipticCurvePrivateKey
    name: str
    valid_until: datetime
    certificate: bytes
    attributes: bytes
    signature: bytes
    pdf_signer: PdfSigner

    def sign(self, digest: bytes) -> bytes:
        """Return the CMS signature (DER) over the SHA-256 of what is sealed."""
        attributes = self.attributes.replace(DIGEST, digest)
        value = self.key.sign(attributes, ALGORITHM)
        while len(value) != len(SIGNATURE):
            value = self.key.sign(attributes, ALGORITHM)
        return self.signature.replace(DIGEST, digest).replace(SIGNATURE, value)


def seal(pdf: bytes) -> bytes:
    """Return the PDF with our seal over all of it, dated by the machine's clock. Raises NoSeal."""
    ours = current()
    stream = BytesIO(pdf)
    session = ours.pdf_signer.init_signing_session(IncrementalPdfFileWriter(stream))
    prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * len(ours.signature))
    digest, output = prepared.digest_tbs_document(in_place=True)
    digest.fill_with_cms(output, ours.sign(digest.document_digest))
    return stream.getvalue()


def current() -> Seal:
    """Return the seal that the settings name; in the demo, the demo's own. Raises NoSeal."""
    if settings.SEAL_PKCS12:
        return _load(Path(settings.SEAL_PKCS12), settings.SEAL_PASSPHRASE)
    if settings.DEMO:
        return _load(demo_seal.ensure(Path(settings.VAR_DIR) / "seal"), "")
    raise NoSeal("SEAL_PKCS12 is not set")


class Unsigned(Signer):
    """Makes the prepared signature: everything but the signature value."""

    @override
    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Return the place holder."""
        return SIGNATURE


_METADATA = PdfSignatureMetadata(
    field_name=FIELD,
    md_algorithm="sha256",
    certify=True,
    docmdp_permissions=MDPPerm.NO_CHANGES,
    subfilter=SigSeedSubFilter.PADES,
)


@cache
def _load(path: Path, passphrase: str) -> Seal:
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
    signer = _signer([bundle.cert, *bundle.additional_certs])
    prepared = asyncio.run(signer.async_sign(DIGEST, "sha256", use_pades=True))
    return Seal(
        key=key,
        name=str(signer.subject_name),
        valid_until=bundle.cert.certificate.not_valid_after_utc,
        certificate=bundle.cert.certificate.public_bytes(Encoding.DER),
        attributes=prepared["content"]["signer_infos"][0]["signed_attrs"].untag().dump(),
        signature=prepared.dump(),
        pdf_signer=PdfSigner(_METADATA, signer, new_field_spec=SigFieldSpec(FIELD, readable_field_name=FIELD)),
    )


def _signer(certificates: list[PKCS12Certificate]) -> Unsigned:
    leaf, *chain = [x509.Certificate.load(one.certificate.public_bytes(Encoding.DER)) for one in certificates]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain)
    return Unsigned(signing_cert=leaf, cert_registry=store)
