"""Put timestamps on sealed PDFs, and what proves them for years (PAdES baseline B-T, B-LT, B-LTA; ETSI EN 319 142-1).

    NoProof         what the settings ask for cannot be put together now: an issuer does not answer, or is not trusted

A signature's timestamp stands in the signature itself, where no part of the document changes. All else is appended, which
a seal that allows no change allows (ISO 32000-2, 12.8.2.2).
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import cms, x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from consent.archive import authorities, certificate
from consent.archive.authorities import NoTimestamp, Word
from consent.archive.seal import ROOM
from consent.models import SealLevel

STRONGER = "sha512"
"""What a renewal is made with: it must outlive the SHA-256 of the seal."""
UNSEEN = InvisSigSettings(box_out_of_bounds=True)
"""Where no reader meets it, so that it need not be tagged for them (ISO 14289-1, 7.18)."""


class NoProof(Exception):
    """The proof that the settings ask for cannot be put together now; it is tried again later."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A sealed PDF with a timestamp, how much proof it carries, and what its newest timestamp says."""

    pdf: bytes
    level: SealLevel
    word: Word


def try_to_stamp(sealed: bytes) -> Dated | None:
    """Return a sealed PDF with a timestamp if authorities are set and one of them gives one now."""
    if not settings.TIMESTAMP_AUTHORITIES:
        return None
    try:
        return stamp(sealed)
    except NoTimestamp:
        return None


def stamp(sealed: bytes) -> Dated:
    """Return a sealed PDF with a timestamp over the seal's signature. Raises NoTimestamp."""
    seal = _signatures(sealed)[0]
    content = cms.ContentInfo.load(seal.pkcs7_content)
    signer = content["content"]["signer_infos"][0]
    asked = authorities.Authorities()
    digest = sha256(signer["signature"].native).digest()
    token = asyncio.run(asked.async_timestamp(digest, "sha256"))
    stamped = simple_cms_attribute("signature_time_stamp_token", token)  # type: ignore[no-untyped-call]
    signer["unsigned_attrs"] = cms.CMSAttributes([stamped])
    filled = _filled(sealed, seal, content.dump())
    return Dated(filled, SealLevel.T, asked.word) if filled else _appended(sealed, SealLevel.T)


def complete(dated: bytes, level: SealLevel, word: Word) -> Dated:
    """Return a PDF that has a timestamp with the certificates' state too, and for B-LTA a timestamp over all of it.

    Raises NoTimestamp, NoProof.
    """
    proven = _with_validation_info(dated)
    return _appended(proven, level) if level == SealLevel.LTA else Dated(proven, level, word)


def renew(dated: bytes, level: SealLevel | None) -> Dated:
    """Return a PDF with a new timestamp over all of it, before what proves the last one runs out.

    Where revocation data is configured, that of the last timestamp is put in first. Raises NoTimestamp, NoProof.
    """
    if settings.SEAL_LEVEL == SealLevel.T:
        return _appended(dated, level or SealLevel.T)
    return _appended(_with_validation_info(dated), SealLevel.LTA)


def _appended(pdf: bytes, level: SealLevel) -> Dated:
    asked = authorities.Authorities()
    number = len(_signatures(pdf))
    stamper = PdfTimeStamper(asked, field_name=f"Timestamp{number}", invis_settings=UNSEEN)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    output = asyncio.run(stamper.async_timestamp_pdf(writer, STRONGER, bytes_reserved=2 * ROOM))
    return Dated(output.getvalue(), level, asked.word)


def _with_validation_info(pdf: bytes) -> bytes:
    """Return a PDF with certificates and revocation data of its seal, of that one's timestamp, and of the last timestamp."""
    for number in range(len(_signatures(pdf))):
        pdf = _run(async_add_validation_info(_signatures(pdf)[number], _trust(), add_vri_entry=False)).getvalue()
    return pdf


def _run(work: Awaitable[Any]) -> Any:
    async def waited() -> Any:
        return await work

    try:
        return asyncio.run(waited())
    except Exception as error:
        raise NoProof(type(error).__name__) from error


def _trust() -> ValidationContext:
    """Return whom we trust, and that their state is asked now: a certificate that names where, must be answered for."""
    above = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in certificate.current().chain]
    own = [one for one in above if one.self_signed != "no"]
    others = authorities.roots(settings.TIMESTAMP_ROOTS) if settings.TIMESTAMP_ROOTS else ()
    return ValidationContext(
        trust_roots=[*own, *others],
        other_certs=above,
        allow_fetching=True,
        fetcher_backend=RequestsFetcherBackend(),
        revocation_mode="hard-fail",
    )


def _signatures(pdf: bytes) -> list[EmbeddedPdfSignature]:
    found: list[EmbeddedPdfSignature] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return found


def _filled(pdf: bytes, seal: EmbeddedPdfSignature, content: bytes) -> bytes | None:
    """Return the PDF with another signature container in the place of the seal's; None if that place is too small."""
    _, start, end, _ = (int(one) for one in seal.byte_range)
    digits = content.hex().upper().encode()
    room = end - start - 2
    if len(digits) > room:
        return None
    return pdf[: start + 1] + digits.ljust(room, b"0") + pdf[end - 1 :]
