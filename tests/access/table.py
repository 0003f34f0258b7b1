"""The table of the access matrix. Columns: anonymous, owner, other, signer, reviewer, administrator, unverified."""

from tests.access.lines import (
    Line,
    approved,
    asking,
    code,
    document,
    invitation,
    line,
    mail,
    nothing,
    own,
    own_use,
    picture,
    row,
    row_key,
    signed,
    signer,
    step,
    subject,
    take_down,
)
from tests.access.table_accounts import ACCOUNTS
from tests.access.table_archive import ARCHIVE
from tests.access.table_card import CARD
from tests.access.table_figures import FIGURES
from tests.access.table_groups import GROUPS
from tests.access.table_paper import PAPER
from tests.access.table_people import PEOPLE
from tests.access.table_preview import PREVIEW
from tests.access.table_retention import RETENTION
from tests.access.table_rights import RIGHTS
from tests.access.table_routing import ROUTING
from tests.access.table_settings import SETTINGS
from tests.access.table_systems import SYSTEMS
from tests.access.table_wording import WORDING

EXPECTED: dict[str, Line] = (
    ACCOUNTS
    | ARCHIVE
    | CARD
    | FIGURES
    | GROUPS
    | PAPER
    | PEOPLE
    | PREVIEW
    | ROUTING
    | RETENTION
    | SETTINGS
    | RIGHTS
    | SYSTEMS
    | WORDING
    | {
        "healthz": line("GET", nothing, 200, 200, 200, 200, 200, 200, 200),
        "home": line("GET", nothing, "login", 200, 200, "login", 302, 302, "factor"),
        "requesting:home": line("GET", nothing, "login", 200, 200, "login", 302, 302, "factor"),
        "requesting:contact": line("GET", nothing, 200, 200, 200, 200, 200, 200, 200),
        "requesting:guidelines": line("GET", nothing, 200, 200, 200, 200, 200, 200, 200),
        "requesting:start": line("POST", nothing, "login", 302, 302, "login", 302, 302, "factor"),
        "requesting:detail": line("GET", asking, "login", 200, 404, "login", 404, 404, "factor"),
        "requesting:cancel": line("POST", asking, "login", 302, 404, "login", 404, 404, "factor"),
        "requesting:close": line("POST", approved, "login", 302, 404, "login", 404, 404, "factor"),
        "requesting:leave_out": line("POST", subject, "login", 302, 404, "login", 404, 404, "factor"),
        "requesting:add_row": line("POST", row, "login", 302, 404, "login", 404, 404, "factor"),
        "requesting:edit_row": line("POST", row_key, "login", 302, 404, "login", 404, 404, "factor"),
        "requesting:remove_row": line("POST", row_key, "login", 302, 404, "login", 404, 404, "factor"),
        "requesting:step": line("GET", step, "login", 302, 404, "login", 404, 404, "factor"),
        "requesting:keep": line("POST", step, "login", 302, 404, "login", 404, 404, "factor"),
        "signing:invite": line("POST", signer, "login", 302, 404, "login", 404, 404, "factor"),
        "signing:qr": line("POST", signer, "login", 200, 404, "login", 404, 404, "factor"),
        "signing:hand_over": line("POST", signer, "login", 302, 404, "login", 404, 404, "factor"),
        "signing:mail_of_age": line("POST", signer, "login", 404, 404, "login", 302, 302, "factor"),
        "signing:qr_of_age": line("POST", signer, "login", 404, 404, "login", 302, 302, "factor"),
        "signing:ask_second_yes": line("POST", approved, "login", 302, 404, "login", 302, 302, "factor"),
        "signing:open": line("GET", invitation, 200, 200, 200, 410, 200, 200, "factor"),
        "signing:start": line("GET", nothing, 403, 403, 403, 200, 403, 403, "factor"),
        "signing:code": line("GET", nothing, 403, 403, 403, 302, 403, 403, "factor"),
        "signing:new_code": line("POST", nothing, 403, 403, 403, 302, 403, 403, "factor"),
        "signing:prove": line("POST", nothing, 403, 403, 403, 404, 403, 403, "factor"),
        "signing:proof_back": line("GET", nothing, 403, 403, 403, 404, 403, 403, "factor"),
        "signing:forget_proof": line("POST", nothing, 403, 403, 403, 302, 403, 403, "factor"),
        "signing:sheet": line("GET", nothing, 403, 403, 403, 302, 403, 403, 403),
        "signing:sign": line("GET", nothing, 403, 403, 403, 302, 403, 403, "factor"),
        "signing:refuse": line("POST", nothing, 403, 403, 403, 302, 403, 403, "factor"),
        "signing:postpone": line("POST", nothing, 403, 403, 403, 200, 403, 403, "factor"),
        "signing:thanks": line("GET", nothing, 403, 403, 403, 302, 403, 403, "factor"),
        "signing:stay": line("POST", nothing, 403, 403, 403, 204, 403, 403, "factor"),
        "signing:ended": line("GET", nothing, 200, 200, 200, 200, 200, 200, "factor"),
        "signing:finish": line("POST", nothing, 200, 200, 200, 200, 200, 200, "factor"),
        "withdrawal:own": line("GET", own, 200, 200, 200, 200, 200, 200, "factor"),
        "withdrawal:copy": line("GET", own, 200, 200, 200, 200, 200, 200, "factor"),
        "withdrawal:withdraw": line("POST", own, 302, 302, 302, 302, 302, 302, "factor"),
        "withdrawal:second_yes": line("POST", own_use, 302, 302, 302, 302, 302, 302, "factor"),
        "publication:index": line("GET", approved, "login", 200, 404, "login", 200, 200, "factor"),
        "publication:panel": line("GET", approved, "login", 200, 404, "login", 200, 200, "factor"),
        "publication:register": line("POST", approved, "login", 422, 404, "login", 422, 422, "factor"),
        "publication:confirm": line("POST", take_down, "login", 422, 404, "login", 422, 422, "factor"),
        "publication:screenshot": line("GET", picture, "login", 200, 404, "login", 200, 200, "factor"),
        "withdrawal:on_behalf": line("GET", signed, "login", 404, 404, "login", 200, 200, "factor"),
        "archive:look_up": line("GET", nothing, "login", 200, 200, "login", 200, 200, "factor"),
        "archive:download": line("GET", document, "login", 404, 404, "login", 200, 200, "factor"),
        "archive:verify": line("GET", nothing, 200, 200, 200, 200, 200, 200, "factor"),
        "archive:verify_code": line("GET", code, 404, 404, 404, 404, 404, 404, "factor"),
        "review:queue": line("GET", nothing, "login", 404, 404, "login", 200, 200, "factor"),
        "review:detail": line("GET", asking, "login", 404, 404, "login", 200, 200, "factor"),
        "review:decide": line("POST", asking, "login", 404, 404, "login", 422, 422, "factor"),
        "review:changed": line("GET", asking, "login", 404, 404, "login", 204, 204, "factor"),
        "review:freeze": line("POST", subject, "login", 404, 404, "login", 302, 302, "factor"),
        "review:open_route": line("GET", subject, "login", 404, 404, "login", 200, 200, "factor"),
        "review:leave_out": line("POST", subject, "login", 404, 404, "login", 302, 302, "factor"),
        "oversight:access_log": line("GET", nothing, "login", 404, 404, "login", 404, 200, "factor"),
        "oversight:export": line("GET", nothing, "login", 404, 404, "login", 404, 200, "factor"),
        "demo:mailbox": line("GET", nothing, 200, 200, 200, 200, 200, 200, 200),
        "demo:mail": line("GET", mail, 404, 404, 404, 404, 404, 404, 404),
    }
)
