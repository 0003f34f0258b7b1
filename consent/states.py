"""The whole life of a request on one screen: states, moves, events.

The database refuses every move that does not stand in a table here (triggers on the models are generated from them).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a request is in its life."""

    DRAFT = "draft", _("draft")
    INTAKE = "intake", _("first look by the desk")
    COLLECTING = "collecting", _("collecting signatures")
    REVIEW = "review", _("in review")
    RETURNED = "returned", _("sent back")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    CANCELLED = "cancelled", _("cancelled")
    CLOSED = "closed", _("closed")
    EXPIRED = "expired", _("expired")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.INTAKE, State.COLLECTING, State.CANCELLED}),
    State.INTAKE: frozenset({State.COLLECTING, State.RETURNED, State.REJECTED, State.CANCELLED, State.EXPIRED}),
    State.COLLECTING: frozenset({State.REVIEW, State.RETURNED, State.CANCELLED, State.EXPIRED}),
    State.REVIEW: frozenset({State.APPROVED, State.REJECTED, State.RETURNED, State.CANCELLED, State.EXPIRED}),
    State.RETURNED: frozenset({State.INTAKE, State.COLLECTING, State.CANCELLED, State.EXPIRED}),
    State.APPROVED: frozenset({State.CLOSED, State.EXPIRED}),
    State.REJECTED: frozenset(),
    State.CANCELLED: frozenset(),
    State.CLOSED: frozenset(),
    State.EXPIRED: frozenset(),
}

OPEN = frozenset({State.DRAFT, State.INTAKE, State.COLLECTING, State.REVIEW, State.RETURNED})
"""States in which the requester can still cancel."""

EDITABLE = frozenset({State.DRAFT, State.RETURNED})
"""States in which the requester can change what is asked."""

AT_DESK = frozenset({State.INTAKE, State.REVIEW})
"""States that wait for the desk."""


class SubjectStatus(TextChoices):
    """Where a subject's consent is."""

    WAITING = "waiting", _("waiting")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")
    LEFT_OUT = "left_out", _("left out")


SUBJECT_TRANSITIONS: dict[SubjectStatus, frozenset[SubjectStatus]] = {
    SubjectStatus.WAITING: frozenset(
        {
            SubjectStatus.GRANTED,
            SubjectStatus.REFUSED,
            SubjectStatus.WITHDRAWN,  # one of two signers takes a signature back before the other answered
            SubjectStatus.LEFT_OUT,
            SubjectStatus.EXPIRED,
        }
    ),
    SubjectStatus.GRANTED: frozenset(
        {SubjectStatus.WITHDRAWN, SubjectStatus.EXPIRED, SubjectStatus.WAITING, SubjectStatus.LEFT_OUT}
    ),
    SubjectStatus.REFUSED: frozenset({SubjectStatus.WAITING, SubjectStatus.LEFT_OUT}),
    SubjectStatus.WITHDRAWN: frozenset({SubjectStatus.WAITING, SubjectStatus.REFUSED, SubjectStatus.LEFT_OUT}),
    SubjectStatus.EXPIRED: frozenset({SubjectStatus.WAITING, SubjectStatus.WITHDRAWN}),
    SubjectStatus.LEFT_OUT: frozenset(),
}


class SignerStatus(TextChoices):
    """What one signer did: a subject themself, or one of those who sign for the subject."""

    WAITING = "waiting", _("waiting")
    SIGNED = "signed", _("signed")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


SIGNER_TRANSITIONS: dict[SignerStatus, frozenset[SignerStatus]] = {
    SignerStatus.WAITING: frozenset(
        {
            SignerStatus.SIGNED,
            SignerStatus.REFUSED,
            SignerStatus.WITHDRAWN,  # who came of age, and takes back what they signed as a child instead of answering anew
        }
    ),
    SignerStatus.SIGNED: frozenset({SignerStatus.WITHDRAWN, SignerStatus.WAITING}),
    SignerStatus.REFUSED: frozenset({SignerStatus.WAITING}),
    SignerStatus.WITHDRAWN: frozenset({SignerStatus.WAITING}),
}


class EventKind(TextChoices):
    """The closed vocabulary of the history. What follows each stands in ``effects.py``."""

    DRAFTED = "drafted", _("draft made")
    SUBMITTED = "submitted", _("submitted")
    RESUBMITTED = "resubmitted", _("submitted again")
    CLEARED_TO_ASK = "cleared_to_ask", _("cleared to ask")
    INVITED = "invited", _("invited")
    HANDED_OVER = "handed_over", _("tablet handed over")
    ENROLMENT_OPENED = "enrolment_opened", _("enrolment opened")
    ENROLLED = "enrolled", _("somebody enrolled")
    ENROLMENT_CLOSED = "enrolment_closed", _("enrolment closed")
    SHEET_OPENED = "sheet_opened", _("form opened")
    REMINDED = "reminded", _("reminded")
    UNDELIVERED = "undelivered", _("mail did not arrive")
    WISHED = "wished", _("asked for paper or another language")
    POSTPONED = "postponed", _("postponed")
    SIGNED = "signed", _("signed")
    REFUSED = "refused", _("said no")
    ANSWER_VOIDED = "answer_voided", _("answer no longer counts")
    LEFT_OUT = "left_out", _("left out of the recording")
    ALL_ANSWERED = "all_answered", _("everybody answered")
    APPROVED = "approved", _("approved")
    SENT_BACK = "sent_back", _("sent back")
    REJECTED = "rejected", _("rejected")
    CANCELLED = "cancelled", _("cancelled")
    CLOSED = "closed", _("closed")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("consent withdrawn")
    SECOND_YES_ASKED = "second_yes_asked", _("second yes asked")
    SECOND_YES_GIVEN = "second_yes_given", _("second yes answered")
    PREVIEW_SHOWN = "preview_shown", _("preview shown")
    PREVIEW_ANSWERED = "preview_answered", _("preview answered")
    CAME_OF_AGE = "came_of_age", _("came of age: asked themself")
    HEARD = "heard", _("answered after coming of age")
    ROUTE_OPENED = "route_opened", _("representative may sign")
    FROZEN = "frozen", _("all use frozen")
    SEALED = "sealed", _("document sealed")
    PUBLISHED = "published", _("publication registered")
    TAKE_DOWN_ASKED = "take_down_asked", _("take-down asked")
    TAKEN_DOWN = "taken_down", _("taken down")
    TAKE_DOWN_REMINDED = "take_down_reminded", _("reminded of a take-down")
    TAKE_DOWN_LATE = "take_down_late", _("take-down overdue")
    STEP_OPENED = "step_opened", _("another office must agree")
    STEP_ASKED = "step_asked", _("another office was asked")
    STEP_ANSWERED = "step_answered", _("another office answered")
    FIRST_YES = "first_yes", _("agreed by a first reviewer")
    ASSIGNED = "assigned", _("given to a colleague")
    COMMENTED = "commented", _("message written")
    TERM_ENDING = "term_ending", _("told that the term ends")
    RENEWED = "renewed", _("asked anew in another request")
    HELD = "held", _("legal hold set")
    RELEASED = "released", _("legal hold ended")
    ERASED = "erased", _("personal data destroyed")
    RIGHT_ASKED = "right_asked", _("a person asked about their data")
    RIGHT_ANSWERED = "right_answered", _("that person was answered")
    CORRECTED = "corrected", _("name or contact corrected")


MOVE_EVENTS: dict[State, EventKind] = {
    State.REVIEW: EventKind.ALL_ANSWERED,
    State.RETURNED: EventKind.SENT_BACK,
    State.APPROVED: EventKind.APPROVED,
    State.REJECTED: EventKind.REJECTED,
    State.CANCELLED: EventKind.CANCELLED,
    State.CLOSED: EventKind.CLOSED,
    State.EXPIRED: EventKind.EXPIRED,
}


def event_of(before: State, after: State) -> EventKind:
    """Return the event that a move is: arriving says it, except where two roads lead to the same state."""
    if before == State.DRAFT and after != State.CANCELLED:
        return EventKind.SUBMITTED
    if before == State.RETURNED and after in {State.INTAKE, State.COLLECTING}:
        return EventKind.RESUBMITTED
    if before == State.INTAKE and after == State.COLLECTING:
        return EventKind.CLEARED_TO_ASK
    return MOVE_EVENTS[after]
