"""Parts of a file, as players of film and sound ask for them (RFC 9110, 14). Tablets play nothing without."""

import re
from collections.abc import Callable, Iterator

from django.core.files.base import File

PIECE = 64 * 1024


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """Return the first byte and the number of bytes that a Range header asks for; None for the whole file.

    Raises ValueError where nothing of what it asks for is there. Several ranges at once give the whole file.
    """
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", header.replace(" ", ""))
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1 if last else size, size)
    if start >= end:
        raise ValueError(header)
    return start, end - start


def chunks(opened: "Callable[[], File[bytes]]", *, start: int, length: int) -> Iterator[bytes]:
    """Open a file when its first piece is wanted, yield a part of it, and close it."""
    with opened() as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
