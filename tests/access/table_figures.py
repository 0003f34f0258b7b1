"""The access matrix of the figures. Columns: tests/access/world.py, ROLES."""

from tests.access.lines import Line, line, nothing

FIGURES: dict[str, Line] = {
    "figures:overview": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "figures:csv": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
    "figures:workbook": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
}
