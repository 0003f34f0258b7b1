"""The lines of the access matrix for paper forms."""

from tests.access.lines import Line, invitation, line, nothing, signer

PAPER: dict[str, Line] = {
    "signing:paper": line("POST", signer, "login", 200, 404, "login", 200, 200, "factor"),
    "signing:paper_fill_in": line("GET", signer, "login", 404, 404, "login", 200, 200, "factor"),
    "signing:paper_check": line("GET", signer, "login", 404, 404, "login", 302, 302, "factor"),
    "signing:paper_no": line("POST", signer, "login", 404, 404, "login", 302, 302, "factor"),
    "signing:paper_offered": line("GET", signer, "login", 404, 404, "login", 404, 404, "factor"),
    "signing:paper_scan": line("GET", signer, "login", 404, 404, "login", 404, 404, "factor"),
    "signing:new_link": line("POST", invitation, 302, 302, 302, 302, 302, 302, "factor"),
    "signing:wish": line("GET", nothing, 403, 403, 403, 200, 403, 403, "factor"),
    "signing:own_paper": line("POST", nothing, 403, 403, 403, 302, 403, 403, "factor"),
}
