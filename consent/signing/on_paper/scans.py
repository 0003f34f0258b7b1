"""What an offered scan is, by its content: never by its name, nor by what the browser says of it.

    BadScan             nothing was kept; ``why`` says it plainly
    ├── TooLarge        more bytes than PAPER_MAX_BYTES, or a picture of more dots than any scanner makes
    ├── NotAScan        neither PDF nor JPEG nor PNG, or a broken one
    └── Active          a PDF that can do something (scripts, attachments, programs), or that is locked

A picture is opened by Pillow, and only as what its first bytes say. A PDF is not opened at all: its text is searched, and
that of its packed objects, within measure; a scanner's PDF is pictures and nothing else.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consent.models import ScanType

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST_DOTS = 120_000_000
"""A page of A4 at 600 dots an inch has 35 million; A3 twice that."""
MOST_UNPACKED = 20_000_000
"""Bytes of packed objects that are searched; more is no scan."""

STARTS: dict[bytes, ScanType] = {
    b"%PDF-": ScanType.PDF,
    b"\xff\xd8\xff": ScanType.JPEG,
    b"\x89PNG\r\n\x1a\n": ScanType.PNG,
}
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|Encrypt|XFA|OpenAction|AA|SubmitForm|ImportData|GoToR|GoToE)"
    rb"(?![A-Za-z0-9])"
)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"\bstream\r?\n(.*?)endstream", re.DOTALL)


class BadScan(Exception):
    """Nothing was kept."""

    why: "StrPromise" = _("This file cannot be used.")


class TooLarge(BadScan):
    """More bytes or dots than a scan has."""

    why = _("This file is too large. Scan in grey, at 200 to 300 dots an inch.")


class NotAScan(BadScan):
    """Neither PDF nor JPEG nor PNG, or a broken one."""

    why = _("This is no PDF, JPEG or PNG that we can read. Scan the paper once more.")


class Active(BadScan):
    """A PDF that can do something, or that is locked."""

    why = _(
        "This PDF holds more than a scan: a script, an attachment or a lock. Scan the paper again, or save it as JPEG."
    )


def checked(content: bytes) -> ScanType:
    """Return what a scan is. Raises TooLarge, NotAScan, Active."""
    if len(content) > settings.PAPER_MAX_BYTES:
        raise TooLarge
    found = next((kind for start, kind in STARTS.items() if content.startswith(start)), None)
    if found is None:
        raise NotAScan
    if found == ScanType.PDF:
        _check_pdf(content)
    else:
        _check_picture(content, found)
    return found


def _check_picture(content: bytes, kind: ScanType) -> None:
    from PIL import Image  # only who registers paper needs it

    dots = 0
    try:
        with Image.open(BytesIO(content), formats=[kind.label]) as picture:
            dots = picture.width * picture.height
            if dots <= MOST_DOTS:
                picture.load()
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except Exception as error:  # whatever a hostile file makes Pillow raise, it is no scan
        raise NotAScan from error
    if dots > MOST_DOTS:
        raise TooLarge


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:] or b"startxref" not in content[-4096:]:
        raise NotAScan
    for text in _texts(content):
        if ACTIVE.search(text):
            raise Active


def _texts(content: bytes) -> Iterator[bytes]:
    """Yield what stands between a PDF's streams, and what is packed in those that hold objects.

    The dots of a picture are no text: by chance any short word stands in them. Raises NotAScan, TooLarge.
    """
    last, left = 0, MOST_UNPACKED
    for stream in STREAM.finditer(content):
        text = _plain(content[last : stream.start()])
        last = stream.end()
        yield text
        if b"/ObjStm" in text:
            try:
                packed = zlib.decompressobj().decompress(stream[1], left)
            except zlib.error as error:
                raise NotAScan from error
            left -= len(packed)
            if left <= 0:
                raise TooLarge
            yield _plain(packed)
    yield _plain(content[last:])


def _plain(text: bytes) -> bytes:
    """Return a text without the escapes that names can be written with."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)
