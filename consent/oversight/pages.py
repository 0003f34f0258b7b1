"""Which pages show personal data of others, and which of these write their own line in the access log.

Every address of the site stands in one of the three (a test says so). ``consent.oversight.middleware`` logs those of
``WATCHED``; those of ``THEMSELVES`` know better than an address what was seen: a search, a signer, a document.
"""

WATCHED = frozenset(
    {
        "requesting:detail",
        "requesting:step",
        "requesting:add_row",
        "signing:qr",
        "signing:qr_of_age",
        "signing:paper",
        "signing:paper_fill_in",
        "signing:paper_check",
        "signing:paper_no",
        "signing:paper_offered",
        "preview:index",
        "preview:show",
        "routing:step",
        "routing:ask",
        "routing:register",
        "conversation:index",
        "conversation:panel",
        "publication:index",
        "publication:panel",
        "publication:register",
        "publication:confirm",
        "retention:index",
        "retention:detail",
        "retention:hold",
        "retention:release",
        "rights:index",
        "rights:detail",
        "rights:choose",
        "rights:extend",
        "rights:correct",
        "rights:answer",
        "people:list",
        "people:person",
        "people:invites",
        "people:change_role",
        "people:disable",
        "people:enable",
        "people:reset_factors",
        "people:end_sessions",
        "people:renew_invite",
        "people:revoke_invite",
        "ambassadors:list",
        "ambassadors:end",
    }
)
"""Pages of an account: one line each time the page is shown; a redirect shows nothing."""

OF_ACCOUNTS = frozenset({"people:person", "people:change_role"})
"""Those that show one account, named by ``pk`` in their address."""

THEMSELVES = frozenset(
    {
        "archive:look_up",
        "archive:bundle",
        "archive:download",
        "archive:verify",
        "archive:verify_code",
        "review:queue",
        "review:detail",
        "review:decide",
        "review:freeze",
        "review:open_route",
        "publication:screenshot",
        "withdrawal:on_behalf",
        "signing:paper_scan",
        "signing:own_paper",
        "signing:start",
        "signing:sheet",
        "signing:sign",
        "signing:thanks",
        "routing:answer",
        "preview:piece",
        "preview:file",
        "withdrawal:own",
        "withdrawal:copy",
        "withdrawal:withdraw",
        "oversight:access_log",
        "oversight:export",
        "figures:csv",
        "figures:workbook",
        "rights:export_json",
        "rights:export_pdf",
        "systems:may_be_used",
        "systems:publications",
        "systems:status",
    }
)
"""Pages whose view writes the line."""
