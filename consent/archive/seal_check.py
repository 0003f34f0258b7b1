"""Validate the seal of a document of ours with pyHanko. Only for files from the store: ``verification`` is for others."""

import asyncio
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from consent.printing import SEAL_FIELD as FIELD


def is_valid(pdf: bytes) -> bool:
    """Whether the seal is intact and covers the whole file. Asks no network; trust in the certificate is another matter."""
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1 or signatures[0].field_name != FIELD:
        return False
    context = ValidationContext(trust_roots=signatures[0].other_embedded_certs, allow_fetching=False)
    status = asyncio.run(async_validate_pdf_signature(signatures[0], context))
    return bool(status.intact and status.valid and status.coverage and status.coverage.name == "ENTIRE_FILE")
