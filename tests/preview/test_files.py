"""What may come in, what is kept, and parts of it."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from PIL import Image

from consent import pictures
from consent.preview import files, ranges
from tests.preview import making


@pytest.mark.parametrize(
    ("head", "content_type"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/jpeg"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"\0\0\0\x18ftypqt  ", "video/mp4"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"\x1aE\xdf\xa3\0\0\0\0webm", "video/webm"),
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS", "audio/ogg"),
        (b"%PDF-1.7", "application/pdf"),
    ],
)
def test_the_content_says_what_a_file_is(head: bytes, content_type: str) -> None:
    assert files.type_of(head) == content_type


@pytest.mark.parametrize(
    "head",
    [b"", b"<svg onload=alert(1)>", b"<html>", b"GIF89a", b"\0\0\0\x18ftypheic", b"\x1aE\xdf\xa3matroska", b"MZ"],
)
def test_anything_else_is_refused(head: bytes) -> None:
    with pytest.raises(files.Unknown):
        files.keep(ContentFile(head, "photo.jpg"))


@pytest.mark.parametrize("sort", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it(sort: str, folder: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "ward C4, bed 3"
    kept = files.keep(making.picture(sort, exif=exif))
    stored = (folder / kept.name).read_bytes()
    with Image.open(BytesIO(stored)) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("JPEG", (2048, 1024), {})
    assert b"bed 3" not in stored
    assert (kept.content_type, kept.size, len(kept.name)) == ("image/jpeg", len(stored), 64)


def test_a_picture_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(BytesIO(files.redrawn(making.picture(size=(40, 20), exif=exif)))) as drawn:
        assert drawn.size == (20, 40)


def test_a_picture_that_is_none_is_refused() -> None:
    with pytest.raises(files.Unknown):
        files.keep(ContentFile(b"\xff\xd8\xff\xe0 and then <script>", "photo.jpg"))


def test_a_picture_of_too_many_pixels_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    with pytest.raises(files.TooLarge):
        files.keep(making.picture(size=(11, 10)))


def test_a_film_is_kept_as_it_is(folder: Path) -> None:
    kept = files.keep(making.upload(making.FILM))
    assert (folder / kept.name).read_bytes() == making.FILM
    assert (kept.content_type, kept.size) == ("video/mp4", len(making.FILM))


def test_a_file_that_is_too_large_is_refused(settings: Any) -> None:
    settings.PREVIEW_MAX_BYTES = len(making.FILM) - 1
    with pytest.raises(files.TooLarge):
        files.keep(making.upload(making.FILM))


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 10)),
        ("bytes=90-200", (90, 10)),
        ("bytes=-10", (90, 10)),
        ("bytes=-200", (0, 100)),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("lines=1-2", None),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(header: str, part: tuple[int, int] | None) -> None:
    assert ranges.wanted(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=20-10", "bytes=-0"])
def test_a_part_that_is_not_there_is_an_error(header: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        ranges.wanted(header, 100)


def test_a_part_is_read_and_the_file_closed() -> None:
    file = File(BytesIO(bytes(range(100))))
    assert b"".join(ranges.chunks(lambda: file, start=10, length=5)) == bytes(range(10, 15))
    assert file.closed
