"""Validate the seal of a document of ours with pyHanko. Only for files from the store: ``verification`` is for others."""

import asyncio
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from consent.printing import SEAL_FIELD as FIELD


def is_valid(pdf: bytes) -> bool:
    """Whether the seal is intact, and nothing came after it but timestamps that are, and what proves those.

    Asks no network; trust in the certificates is another matter.
    """
    signatures: list[EmbeddedPdfSignature] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if not signatures or signatures[0].field_name != FIELD:
        return False
    return asyncio.run(_all_valid(signatures[0], signatures[1:]))


async def _all_valid(seal: EmbeddedPdfSignature, later: list[EmbeddedPdfSignature]) -> bool:
    sealed = await async_validate_pdf_signature(seal, _nobody_asked(seal))
    whole = sealed.coverage == SignatureCoverageLevel.ENTIRE_FILE
    kept = sealed.coverage == SignatureCoverageLevel.ENTIRE_REVISION and sealed.modification_level in {
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
    }
    if not (sealed.intact and sealed.valid and (whole or kept)):
        return False
    stamp = sealed.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid):
        return False
    for one in later:
        if one.sig_object_type != "/DocTimeStamp":
            return False
        status = await async_validate_pdf_timestamp(one, _nobody_asked(one))
        if not (status.intact and status.valid):
            return False
    return True


def _nobody_asked(signature: EmbeddedPdfSignature) -> ValidationContext:
    return ValidationContext(trust_roots=signature.other_embedded_certs, allow_fetching=False)
