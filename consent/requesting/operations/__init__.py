"""Writes of the requesting stage: every one keyword-only, in one transaction, with the request locked first."""

from consent.people import Person
from consent.requesting.accounts import Place
from consent.requesting.operations.drafting import (
    Details,
    NotEditable,
    acknowledge,
    save_details,
    set_media,
    start_draft,
)
from consent.requesting.operations.once import AddedAlready
from consent.requesting.operations.people import (
    HasAnswered,
    add_group,
    add_subject,
    change_subject,
    leave_out,
    remove_subject,
)
from consent.requesting.operations.places import AlreadyThere, add_use, change_use, remove_use
from consent.requesting.operations.submitting import (
    Incomplete,
    NotPassed,
    NotYours,
    cancel,
    close,
    expire,
    overdue,
    submit,
)
from consent.who_signs import Guardian

__all__ = [
    "AddedAlready",
    "AlreadyThere",
    "Details",
    "Guardian",
    "HasAnswered",
    "Incomplete",
    "NotEditable",
    "NotPassed",
    "NotYours",
    "Person",
    "Place",
    "acknowledge",
    "add_group",
    "add_subject",
    "add_use",
    "cancel",
    "change_subject",
    "change_use",
    "close",
    "expire",
    "leave_out",
    "overdue",
    "remove_subject",
    "remove_use",
    "save_details",
    "set_media",
    "start_draft",
    "submit",
]
