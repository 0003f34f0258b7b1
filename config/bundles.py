"""The signer's pages load one stylesheet and one script: an old tablet on bad Wi-Fi waits for requests, not for bytes.

Both are joined here from small sources whenever ``staticfiles`` looks for them (at ``collectstatic``, in tests and while
developing), so that nothing has to be built by hand. Each script becomes a block of its own: its names are its own too.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, override

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SIGNATURE_PAD = "signature_pad/dist/signature_pad.umd.min.js"
STYLES = ("tokens", "fonts", "signer", "signer-sheet", "signer-controls", "signer-form", "signer-screens")
SCRIPTS = ("keep", "answered", "draw", "aloud", "awake", "print", "forget", "send", "begin")
BUNDLES = {
    "css/signer.bundle.css": tuple(f"css/{name}.css" for name in STYLES),
    "js/signer.bundle.js": (SIGNATURE_PAD, *(f"js/signer/{name}.js" for name in SCRIPTS)),
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINE_COMMENT = re.compile(r"^[ \t]*//.*$", re.MULTILINE)
BLANK = re.compile(r"\n[ \t]*(?=\n|\S)")
"""A line's end with the indentation that follows: no string of ours runs over lines."""


class BundleFinder(BaseFinder):
    """Finds the joined files beside those that ``STATICFILES_DIRS`` names."""

    @property
    def storage(self) -> FileSystemStorage:
        """Where the joined files lie."""
        return FileSystemStorage(location=settings.VAR_DIR / "bundles", base_url=None)

    @override
    def check(self, **_: Any) -> list[Any]:
        """Return no complaint: nothing about it can be set."""
        return []

    @override
    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """Return the full path of a joined file, made anew; nothing for any other file."""
        found = [self._made(path)] if path in BUNDLES else []
        return found if find_all else next(iter(found), [])

    @override
    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield each joined file, made anew."""
        for path in BUNDLES:
            self._made(path)
            yield path, self.storage

    def _made(self, path: str) -> str:
        target = Path(self.storage.path(path))
        text = joined(path)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f"{target.name}.{os.getpid()}")
            beside.write_text(text, encoding="utf-8")
            beside.replace(target)
        return str(target)


def joined(path: str) -> str:
    """Return the text of a joined file: its sources one after the other, without comments and indentation."""
    return "".join(_part(source) for source in BUNDLES[path])


def _part(source: str) -> str:
    folder = settings.NODE_MODULES if source == SIGNATURE_PAD else settings.BASE_DIR / "static"
    text = (folder / source).read_text(encoding="utf-8")
    if source.endswith(".js"):
        text = LINE_COMMENT.sub("", text)  # the library's too: it names a map of its source, which is not served
        return f"{{\n{BLANK.sub('\n', text).strip()}\n}}\n"
    return BLANK.sub("\n", COMMENT.sub("", text)).strip() + "\n"
