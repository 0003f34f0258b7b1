"""Seal a PDF: PAdES baseline B-B, P-256 with SHA-256, a certification signature that allows no change at all.

The key is parsed once for each process, and what all signatures of one certificate have in common is encoded once: stock
pyHanko does both again each time (quality.md, ``seal_only``). Nothing here touches the network: the timestamp goes into the
room that is left for it (``dating``).
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import override

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from consent.archive import certificate
from consent.printing import SEAL_FIELD as FIELD

DIGEST = b"\xfe" * 32
SIGNATURE = b"\xfd" * 71
"""Place holders in the prepared signature. A P-256 signature in DER has 70 to 72 bytes; every second one has 71."""
ROOM = 8_192
"""Bytes left for a timestamp, with the certificates that come with it. A larger one is appended to the file instead."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The parsed key of our certificate, and a signature with holes where digest and signature value go."""

    key: certificate.Key
    name: str
    valid_until: datetime
    attributes: bytes
    signature: bytes
    pdf_signer: PdfSigner

    def sign(self, digest: bytes) -> bytes:
        """Return the CMS signature (DER) over the SHA-256 of what is sealed."""
        attributes = self.attributes.replace(DIGEST, digest)
        value = self.key.sign(attributes)
        while len(value) != len(SIGNATURE):
            value = self.key.sign(attributes)
        return self.signature.replace(DIGEST, digest).replace(SIGNATURE, value)


def seal(pdf: bytes) -> bytes:
    """Return the PDF with our seal over all of it, dated by the machine's clock. Raises NoSeal, TokenError."""
    ours = current()
    room = ROOM if settings.TIMESTAMP_AUTHORITIES else 0
    stream = BytesIO(pdf)
    session = ours.pdf_signer.init_signing_session(IncrementalPdfFileWriter(stream))
    prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * (len(ours.signature) + room))
    digest, output = prepared.digest_tbs_document(in_place=True)
    digest.fill_with_cms(output, ours.sign(digest.document_digest))
    return stream.getvalue()


def current() -> Seal:
    """Return the seal of the certificate that the settings name. Raises NoSeal, TokenError."""
    return _prepared(certificate.current())


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
def _prepared(bundle: certificate.Bundle) -> Seal:
    signer = _signer(bundle)
    prepared = asyncio.run(signer.async_sign(DIGEST, "sha256", use_pades=True))
    return Seal(
        key=_own_key(bundle),
        name=str(signer.subject_name),
        valid_until=bundle.leaf.not_valid_after_utc,
        attributes=prepared["content"]["signer_infos"][0]["signed_attrs"].untag().dump(),
        signature=prepared.dump(),
        pdf_signer=PdfSigner(_METADATA, signer, new_field_spec=SigFieldSpec(FIELD, readable_field_name=FIELD)),
    )


def _own_key(bundle: certificate.Bundle) -> certificate.Key:
    """Return the key, tried once: with another's key every seal would be broken, and nobody would notice."""
    key, public = bundle.key(), bundle.leaf.public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(key.sign(DIGEST), DIGEST, certificate.ALGORITHM)
    except InvalidSignature as error:
        raise certificate.NoSeal("the key is not that of the certificate") from error
    return key


def _signer(bundle: certificate.Bundle) -> Unsigned:
    leaf, *chain = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in (bundle.leaf, *bundle.chain)]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain)
    return Unsigned(signing_cert=leaf, cert_registry=store)
