"""Writes of the signing stage: asking, proving who one is, signing, saying no, the second yes."""

from consent.signing.operations.codes import (
    CodeSpent,
    TooManyCodes,
    WrongCode,
    ask_code,
    check_code,
    make_code,
)
from consent.signing.operations.inviting import (
    IN_THE_ROOM,
    AlreadyAnswered,
    CannotAsk,
    MayNotVouch,
    NoAddress,
    NotNow,
    NotYours,
    invite,
    mail_invitation,
)
from consent.signing.operations.refusing import open_sheet, postpone, refuse
from consent.signing.operations.second_yes import TooEarly, ask_second_yes
from consent.signing.operations.signing import (
    CannotSign,
    ChildNotHeard,
    NotConfirmed,
    NotOpen,
    SheetChanged,
    Unanswered,
    add_mail,
    needs_childs_view,
    needs_confirmation,
    sign,
)

__all__ = [
    "IN_THE_ROOM",
    "AlreadyAnswered",
    "CannotAsk",
    "CannotSign",
    "ChildNotHeard",
    "CodeSpent",
    "MayNotVouch",
    "NoAddress",
    "NotConfirmed",
    "NotNow",
    "NotOpen",
    "NotYours",
    "SheetChanged",
    "TooEarly",
    "TooManyCodes",
    "Unanswered",
    "WrongCode",
    "add_mail",
    "ask_code",
    "ask_second_yes",
    "check_code",
    "invite",
    "mail_invitation",
    "make_code",
    "needs_childs_view",
    "needs_confirmation",
    "open_sheet",
    "postpone",
    "refuse",
    "sign",
]
