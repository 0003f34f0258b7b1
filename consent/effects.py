"""What follows an event: one table. Each effect is a job of its own and safe to run twice.

``lifecycle.record`` enqueues them with the event, in its transaction.
"""

from consent.states import EventKind

EFFECTS: dict[EventKind, tuple[str, ...]] = {
    EventKind.SUBMITTED: ("requesting.confirm_submission", "review.tell_desk"),
    EventKind.RESUBMITTED: ("requesting.confirm_submission", "review.tell_desk"),
    EventKind.CLEARED_TO_ASK: ("requesting.tell_cleared", "signing.invite_voided"),
    EventKind.SIGNED: ("archive.seal_signature",),
    EventKind.CAME_OF_AGE: ("signing.ask_of_age", "requesting.tell_permission_changed", "systems.tell"),
    EventKind.HEARD: ("publication.ask_take_downs", "requesting.tell_permission_changed", "systems.tell"),
    EventKind.ROUTE_OPENED: ("requesting.tell_route_opened",),
    EventKind.ANSWER_VOIDED: ("signing.ask_again",),
    EventKind.UNDELIVERED: ("signing.tell_undelivered",),
    EventKind.REMINDED: ("signing.tell_still_waiting",),
    EventKind.WISHED: ("signing.tell_wished",),
    EventKind.ALL_ANSWERED: ("review.tell_desk", "requesting.tell_all_answered"),
    EventKind.APPROVED: ("archive.seal_dossier", "requesting.tell_decision", "systems.tell"),
    EventKind.SENT_BACK: ("archive.seal_dossier", "requesting.tell_decision"),
    EventKind.REJECTED: ("archive.seal_dossier", "requesting.tell_decision"),
    EventKind.SEALED: ("archive.send_copy",),
    EventKind.WITHDRAWN: (
        "withdrawal.confirm_withdrawal",
        "publication.ask_take_downs",
        "requesting.tell_permission_changed",
        "preview.let_go",
        "archive.seal_dossier_anew",
        "systems.tell",
    ),
    EventKind.FROZEN: (
        "publication.ask_take_downs",
        "requesting.tell_permission_changed",
        "preview.let_go",
        "systems.tell",
    ),
    EventKind.PREVIEW_SHOWN: ("preview.ask",),
    EventKind.PREVIEW_ANSWERED: ("preview.let_go", "preview.tell_requester", "systems.tell"),
    EventKind.CLOSED: ("preview.let_go", "systems.tell"),
    EventKind.SECOND_YES_ASKED: ("signing.mail_second_yes",),
    EventKind.SECOND_YES_GIVEN: ("systems.tell",),
    EventKind.STEP_OPENED: ("routing.ask",),
    EventKind.STEP_ANSWERED: ("routing.tell_desk",),
    EventKind.COMMENTED: ("conversation.tell",),
    EventKind.EXPIRED: ("publication.ask_take_downs", "systems.tell"),
    EventKind.TERM_ENDING: ("retention.tell_term_ending",),
    EventKind.PUBLISHED: ("systems.tell",),
    EventKind.TAKE_DOWN_ASKED: ("publication.mail_take_downs", "systems.tell"),
    EventKind.TAKEN_DOWN: ("systems.tell",),
    EventKind.TAKE_DOWN_REMINDED: ("publication.mail_reminder",),
    EventKind.TAKE_DOWN_LATE: ("publication.tell_desk_late",),
}
"""Names of tasks; each takes ``event_id``."""

UNHURRIED = -1
"""Priority of an effect that nobody waits for as for a seal: a letter with a copy comes after the seals of all others."""
