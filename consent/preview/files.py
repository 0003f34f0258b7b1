"""The files of previews: what may come in, how it is kept, how it goes.

    NotShown        the file cannot be shown
    ├── TooLarge    it has more bytes than ``PREVIEW_MAX_BYTES``, or more pixels than a screen needs
    └── Unknown     its content is no picture, film, sound or PDF that browsers show

What a file is, its content says; neither its name nor what the browser calls it. A picture is drawn anew as a JPEG, so that
nothing of the place, the camera or anything hidden in it goes along.
"""

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_hex

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

from consent import pictures

FILMS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"avc1", b"mp41", b"mp42", b"M4V ", b"dash", b"qt  ", b"3gp4"}
)
HEAD = 64


class NotShown(Exception):
    """The file cannot be shown."""


class TooLarge(NotShown):
    """It has more bytes than PREVIEW_MAX_BYTES, or more pixels than a screen needs."""


class Unknown(NotShown):
    """Its content is no picture, film, sound or PDF that browsers show."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store: its name there, what its bytes are, their number and digest (hexadecimal)."""

    name: str
    content_type: str
    size: int
    sha256: str


def keep(file: "File[bytes]") -> Kept:
    """Store an uploaded file under a name of its own. Raises TooLarge, Unknown, OSError."""
    if (file.size or 0) > settings.PREVIEW_MAX_BYTES:
        raise TooLarge
    file.seek(0)
    content_type = type_of(file.read(HEAD))
    file.seek(0)
    content: File[bytes] = ContentFile(redrawn(file)) if content_type == "image/jpeg" else file
    digest = sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    size = content.size or 0
    name = _store().save(token_hex(32), content)
    return Kept(name, content_type, size, digest.hexdigest())


def type_of(head: bytes) -> str:
    """Return what a file is by its first 64 bytes; every picture becomes "image/jpeg". Raises Unknown."""
    if head[4:8] == b"ftyp" and (brand := head[8:12]) in FILMS | {b"M4A "}:
        return "audio/mp4" if brand == b"M4A " else "video/mp4"
    if head[:4] == b"RIFF" and head[8:12] in {b"WAVE", b"WEBP"}:
        return "audio/wav" if head[8:12] == b"WAVE" else "image/jpeg"
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head:
        return "video/webm"
    for start, content_type in _STARTS:
        if head.startswith(start):
            return content_type
    raise Unknown


_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
)


def redrawn(file: "File[bytes]") -> bytes:
    """Return a picture drawn anew, upright and no larger than a screen. Raises TooLarge, Unknown."""
    try:
        return pictures.redrawn(file)
    except pictures.TooLarge as error:
        raise TooLarge from error
    except pictures.NotAPicture as error:
        raise Unknown from error


def is_there(name: str) -> bool:
    """Whether a file is kept."""
    return _store().exists(name)


def opened(name: str) -> "File[bytes]":
    """Open a file that is kept. Raises FileNotFoundError."""
    return _store().open(name)


def remove(name: str) -> None:
    """Remove a file; one that is not there any more is removed."""
    _store().delete(name)


def _store() -> Storage:
    return storages["previews"]
