"""The access matrix of the archive's bundle. Columns: see tests/access/world.py, ROLES."""

from tests.access.lines import Line, approved, line

ARCHIVE: dict[str, Line] = {
    "archive:bundle": line("GET", approved, "login", 404, 404, "login", 200, 200, "factor"),
}
