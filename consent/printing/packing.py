"""Write each stream of a PDF once.

pydyf makes and compresses a stream whenever it is asked for its bytes: once to write it, and once more for the identifier of
the whole file. In a sheet that is a tenth of the work.
"""

from functools import cached_property

import pydyf  # type: ignore[import-untyped]


class Packed(pydyf.Stream):  # type: ignore[misc]  # pydyf has no types
    """A stream that nothing is added to any more."""

    @cached_property
    def data(self) -> bytes:
        """The stream as it is written, compressed where it should be."""
        written: bytes = super().data
        return written


def pack(pdf: pydyf.PDF) -> None:
    """Have each stream written once: call it when the last one is finished."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream):
            one.__class__ = Packed
