"""Images that are not worked out anew for each PDF: pictograms, whose strokes are kept, and QR codes, which are squares.

WeasyPrint reads and draws an SVG point by point in Python; for the codes and pictograms of one form that is a tenth of the
work of printing it (docs/decisions/0017).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple, override
from xml.etree import ElementTree as ET

import pydyf  # type: ignore[import-untyped]
from weasyprint.images import SVGImage

from consent import qr
from consent.printing import pictograms

CODE = "qr:"
"""Begins the address of an image that is the QR code of what follows."""


class Strokes(NamedTuple):
    """What drawing a pictogram adds to a stream of its own: its operators, and the states of graphics that they name."""

    operators: bytes
    states: Mapping[str, Mapping[str, Any]]


class Pictogram(SVGImage):  # type: ignore[misc]  # WeasyPrint has no types
    """One whose strokes are worked out once for each size, since every form has the same ones."""

    def __init__(self, name: str) -> None:
        """Belong to no document, since every one may draw it."""
        super().__init__(ET.fromstring(pictograms.drawing(name)), name, None, None)  # noqa: S314 -- our own file
        self.known: dict[tuple[float, float], Strokes] = {}

    @override
    def draw(self, stream: Any, concrete_width: float, concrete_height: float, style: Any) -> None:
        """Draw it on a stream that WeasyPrint made for it alone, as it does for each background."""
        size = concrete_width, concrete_height
        states = stream._resources["ExtGState"]  # noqa: SLF001 -- where WeasyPrint's streams keep them
        if size in self.known:
            stream.stream.append(self.known[size].operators)
            states.update({name: pydyf.Dictionary(state) for name, state in self.known[size].states.items()})
            return
        begin = len(stream.stream)
        super().draw(stream, *size, style)
        self.known[size] = Strokes(b"\n".join(stream.stream[begin:]), {name: dict(states[name]) for name in states})


class Code:
    """A QR code, as WeasyPrint draws an image: black rectangles, one for each run of dark modules in a row."""

    def __init__(self, address: str) -> None:
        """Make the code of an address; its quiet zone is the paper around it."""
        rows = qr.code(address).matrix
        self.modules = len(rows)
        self.squares = b"\n".join(
            b"%d %d %d 1 re" % (begin, y, width) for y, row in enumerate(rows) for begin, width in _runs(row)
        )

    def get_intrinsic_size(self, *_: Any) -> tuple[float, float, float]:
        """Return width, height and their ratio: a pixel for each module, where no style says more."""
        return self.modules, self.modules, 1.0

    def draw(self, stream: Any, concrete_width: float, concrete_height: float, _style: Any) -> None:
        """Draw it in the upper left corner, as large as there is room."""
        module = min(concrete_width, concrete_height) / self.modules
        stream.push_state()
        stream.transform(a=module, d=module)
        stream.set_color_rgb(0, 0, 0)
        stream.stream.append(self.squares)
        stream.fill()
        stream.pop_state()


def _runs(row: bytearray) -> Iterator[tuple[int, int]]:
    """Return where dark modules begin in a row, and how many there are."""
    begin = 0
    for dark, modules in groupby(row):
        width = len(list(modules))
        if dark:
            yield begin, width
        begin += width


class Images(dict[str, Any]):
    """The images of one PDF by their addresses, as WeasyPrint keeps them: ours are there before it looks for them."""

    def __init__(self) -> None:
        """Know every pictogram."""
        super().__init__(_pictograms())

    @override
    def __contains__(self, address: object) -> bool:
        """Return whether there is such an image; make a code when it is first looked for."""
        if not super().__contains__(address) and isinstance(address, str) and address.startswith(CODE):
            self[address] = Code(address.removeprefix(CODE))
        return super().__contains__(address)


@cache
def _pictograms() -> Mapping[str, Pictogram]:
    return {f"{pictograms.SCHEME}{name}": Pictogram(name) for name in sorted(set(pictograms.NAMES.values()))}
