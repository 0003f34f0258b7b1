"""The access matrix of previews. Columns: see tests/access/world.py, ROLES."""

from secrets import token_hex
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from consent.preview import files
from tests.access.lines import Line, approved, line
from tests.access.world import World
from tests.preview import making


def piece(_: World) -> dict[str, Any]:
    """A film that was shown to Jan, who had asked to see it first."""
    row = making.approved("Jan", requester=f"{token_hex(4)}@student.example")
    film = files.keep(ContentFile(making.FILM))
    preview = making.show(row, file=film, now=timezone.now())
    return {"token": making.token(row, "Jan"), "preview_id": preview.pk}


PREVIEW: dict[str, Line] = {
    "preview:index": line("GET", approved, "login", 200, 404, "login", 200, 200, "factor"),
    "preview:show": line("POST", approved, "login", 422, 404, "login", 422, 422, "factor"),
    "preview:piece": line("GET", piece, 200, 200, 200, 200, 200, 200, "factor"),
    "preview:file": line("GET", piece, 200, 200, 200, 200, 200, 200, "factor"),
    "preview:answer": line("POST", piece, 302, 302, 302, 302, 302, 302, "factor"),
}
