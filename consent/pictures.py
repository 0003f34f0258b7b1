"""A picture that somebody offers is drawn anew: upright, no larger than a screen, without place, camera or anything hidden.

NotAPicture     its content is no picture that browsers show
TooLarge        it has more pixels than a screen needs
"""

from io import BytesIO
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.files.base import File

LONGEST_SIDE, MOST_PIXELS, QUALITY = 2048, 60_000_000, 85
FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPicture(Exception):
    """Its content is no picture that browsers show."""


class TooLarge(Exception):
    """It has more pixels than a screen needs."""


def redrawn(file: "File[bytes] | IO[bytes]") -> bytes:
    """Return a picture as a JPEG drawn anew. What it is, its content says. Raises TooLarge, NotAPicture."""
    from PIL import Image, ImageOps  # the web's processes start without it

    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooLarge
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    out = BytesIO()
    paper.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
