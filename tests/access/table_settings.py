"""The access matrix of the health page. Columns: tests/access/world.py, ROLES."""

from tests.access.lines import Line, line, nothing

SETTINGS: dict[str, Line] = {
    "health:overview": line("GET", nothing, "login", 404, 404, "login", 404, 200, "factor"),
    "health:data": line("GET", nothing, "login", 404, 404, "login", 404, 200, "factor"),
    "health:watched": line("GET", nothing, 404, 404, 404, 404, 404, 404, "factor"),
    "health:retry": line("POST", nothing, "login", 404, 404, "login", 404, 302, "factor"),
}
