"""Write each object of a PDF once, compress it quickly, and leave what sealing needs where it is found.

pydyf makes the bytes of an object whenever it is asked for them, and compresses streams: once to write it, and once more for
the identifier of the whole file. That, and its level of compression, is a tenth of the work of a sheet.
"""

import zlib
from functools import cached_property

import pydyf  # type: ignore[import-untyped]

LEVEL = 5
"""Of zlib. pydyf's 9 takes two and a half times as long, for a file that is a fiftieth smaller."""

SOUGHT = {"/Catalog", "/Pages", "/Page"}
"""Types of the objects that sealing looks up, beside the place for the seal and what the file says of itself."""


class Packed(pydyf.Stream):  # type: ignore[misc]  # pydyf has no types
    """A stream that nothing is added to any more."""

    @cached_property
    def data(self) -> bytes:
        """The stream as it is written, compressed where it should be."""
        content = b"\n".join(map(pydyf._to_bytes, self.stream))  # noqa: SLF001 -- as pydyf writes it
        extra = pydyf.Dictionary(self.extra)
        if self.compress:
            extra["Filter"] = "/FlateDecode"
            content = zlib.compress(content, LEVEL)
        extra["Length"] = len(content)
        return b"\n".join((extra.data, b"stream", content, b"endstream"))


class Entries(pydyf.Dictionary):  # type: ignore[misc]  # pydyf has no types
    """A dictionary that nothing is added to any more."""

    @cached_property
    def data(self) -> bytes:
        """The dictionary as it is written."""
        written: bytes = super().data
        return written


class Loose(Entries):
    """One that who seals the PDF needs: not in the stream of objects, where they would have to read all others before it."""

    compressible = False


class Done(pydyf.PDF):  # type: ignore[misc]  # pydyf has no types
    """A PDF that is only written any more, with what pydyf adds meanwhile."""

    def add_object(self, object_: pydyf.Object) -> None:
        """Add what comes at the end: what the file is, the stream of objects, and where everything is."""
        super().add_object(object_)
        object_.__class__ = Packed if isinstance(object_, pydyf.Stream) else Loose


def pack(pdf: pydyf.PDF) -> None:
    """Have each object written once: call it when the last one is finished."""
    pdf.__class__ = Done
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream):
            one.__class__ = Packed
        elif type(one) is pydyf.Dictionary:
            one.__class__ = Loose if one.get("Type") in SOUGHT or one.get("FT") == "/Sig" else Entries
