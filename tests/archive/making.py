"""What the archive's tests start from: signed forms of a cast with difficult names, and tools of others that judge PDFs."""

import re
import subprocess
from pathlib import Path
from typing import Any

from accounts.models import Role, User
from consent import facts
from consent.archive import operations
from consent.models import Document, Request, Review, Signature
from consent.states import State
from tests import factories
from tests.signing import making as signing
from tests.wording import making as wording

NOW = factories.NOW


def request(**fields: Any) -> Request:
    """A request that collects signatures."""
    return factories.request(status=State.COLLECTING, **fields)


def signature(name: str = "Elif Yılmaz", row: Request | None = None, **changes: Any) -> Signature:
    """A signed form, made by the product's own operation."""
    row = row or request()
    who = factories.signer(row, name, mail="elif@home.example")
    factories.signer(row, "Somebody who still has to answer")
    return signing.sign(who, **changes)


def signed_in_arabic(name: str = "ليلى الحسن", **fields: Any) -> Signature:
    """A form in Arabic, read from right to left, signed by its name."""
    who = factories.signer(request(wording=wording.arabic(), **fields), name, mail="layla@home.example")
    factories.signer(who.subject.request, "Somebody who still has to answer")
    return signing.sign(who, language="ar", sheet_sha256=facts.sheet_for(who, language="ar").sha256())


def sealed(name: str = "Elif Yılmaz", **changes: Any) -> Document:
    """A signed form in the archive."""
    return operations.seal_signature(signature_id=signature(name, **changes).pk, now=NOW)


def rosa() -> User:
    """The reviewer."""
    return User.objects.filter(email="rosa@desk.example").first() or factories.user(
        "rosa@desk.example", role=Role.REVIEWER
    )


def review(row: Request, **fields: Any) -> Review:
    """A decision of the desk, as a row."""
    values: dict[str, Any] = {"stage": "review", "outcome": "approved", "by": rosa(), "at": NOW}
    return Review.objects.create(request=row, **(values | fields))


def tool(name: str, *arguments: str, pdf: bytes, folder: Path) -> str:
    """What a PDF tool of others says about a PDF. Raises CalledProcessError when it complains."""
    path = folder / "judged.pdf"
    path.write_bytes(pdf)
    said = subprocess.run([name, *arguments, str(path)], check=True, capture_output=True, text=True)
    return said.stdout


def text(pdf: bytes, folder: Path) -> str:
    """All text of a PDF, white space made single; a hyphen that a line break brought is not in our PDFs."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"],
        check=True,
        capture_output=True,
        text=True,
    )
    return squeezed(said.stdout)


def squeezed(words: str) -> str:
    """Text without any white space: lines break where they like."""
    return re.sub(r"\s+", "", words)
