"""Ask for timestamps (RFC 3161): authorities in the order of the settings, the next one when one fails.

    NoTimestamp     none of the authorities gave one that is worth something

What an authority answers is not believed: signature, nonce and imprint are checked, and the certificate too where
TIMESTAMP_ROOTS says whom to trust.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import override
from urllib.parse import urlsplit

from asn1crypto import cms, pem, x509
from django.conf import settings
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

PATIENCE = 5
"""Seconds that an authority may be silent."""
REST = 60
"""Seconds for which one that failed is not asked again by this process: a burst of forms does not wait for each of them."""

logger = logging.getLogger(__name__)
_resting: dict[str, float] = {}


class NoTimestamp(Exception):
    """No authority gave a timestamp that is worth something; it is asked for again later."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a timestamp says: which moment, by whom, and until when the certificate behind it is valid."""

    at: datetime
    authority: str
    until: datetime


class Authorities(TimeStamper):
    """The authorities of the settings as one; ``word`` is what the last timestamp said."""

    word: Word

    def __init__(self) -> None:
        """Take the authorities that the settings name."""
        super().__init__()  # type: ignore[no-untyped-call]

    @override
    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a timestamp token over a digest. Raises NoTimestamp."""
        for address in settings.TIMESTAMP_AUTHORITIES:
            if _resting.get(address, 0) > time.monotonic():
                continue
            try:
                token = await _ask(address, message_digest, md_algorithm)
                self.word = _word(token)
            except Exception as error:  # noqa: BLE001 - a stranger's answer fails in any way it likes
                _resting[address] = time.monotonic() + REST
                reason = f"{urlsplit(address).hostname}: {type(error).__name__}"
                logger.warning("a timestamp authority failed", extra={"reason": reason})
                continue
            return token
        raise NoTimestamp(f"none of {len(settings.TIMESTAMP_AUTHORITIES)} authorities")


def wake() -> None:
    """Ask again those that failed a moment ago."""
    _resting.clear()


@cache
def roots(path: str) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file. Raises OSError, ValueError."""
    content = Path(path).read_bytes()
    return tuple(x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True))


async def _ask(address: str, digest: bytes, algorithm: str) -> cms.ContentInfo:
    client = RequestsHTTPTimeStamper(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    asked = client.async_timestamp(digest, algorithm)
    token = await asyncio.wait_for(asked, 2 * PATIENCE)
    await _check(token["content"], digest, algorithm)
    return token


async def _check(signed: cms.SignedData, digest: bytes, algorithm: str) -> None:
    """Raise ValueError unless the authority signed this digest, with a certificate for timestamps that we trust."""
    trusted = roots(settings.TIMESTAMP_ROOTS) if settings.TIMESTAMP_ROOTS else _within(signed)
    context = ValidationContext(trust_roots=trusted, allow_fetching=False)
    status = await validate_tst_signed_data(signed, context, lambda said: digest if said == algorithm else b"")
    if not (status["intact"] and status["valid"]):
        raise ValueError("the timestamp is not over what was asked")
    if status["trust_problem_indic"] is not None:
        raise ValueError("the timestamp's certificate is not trusted")


def _within(signed: cms.SignedData) -> list[x509.Certificate]:
    """Without roots of our own: whoever signed, as long as it is a certificate for timestamps."""
    info = extract_certificate_info(signed)
    return [info.signer_cert, *info.other_certs]


def _word(token: cms.ContentInfo) -> Word:
    signed = token["content"]
    leaf = extract_certificate_info(signed).signer_cert
    name = leaf.subject.native
    return Word(
        at=signed["encap_content_info"]["content"].parsed["gen_time"].native,
        authority=str(name.get("common_name") or name.get("organization_name") or leaf.subject.human_friendly)[:200],
        until=leaf.not_valid_after,
    )
