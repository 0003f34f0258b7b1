"""How those who have not answered were asked: when and how, whether the mail arrived, and what they would rather have.

Read by the requester's page and the desk's, which show the same lines. Nothing here says what anybody answered.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.models import Invitation, Request, Way, Wish, WishKind
from consent.states import SignerStatus

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WHY: "dict[str, StrPromise]" = {
    "5.1.1": _("this mailbox does not exist"),
    "5.1.2": _("this mail server does not exist"),
    "5.1.10": _("this mail server takes no mail"),
    "5.2.1": _("this mailbox is closed"),
    "5.2.2": _("this mailbox is full"),
    "5.4.1": _("this mail server takes no mail"),
}
"""What the codes of mail servers mean (RFC 3463), in plain words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How one signer was asked last. Without an invitation ``at`` is None; ``language`` is the one that they wish for."""

    at: datetime | None = None
    way: str = ""
    reminded_at: datetime | None = None
    failed_at: datetime | None = None
    why: "str | StrPromise" = ""
    paper: bool = False
    language: str = ""


def of_waiting(request: Request) -> dict[int, Asked]:
    """Return how the signers of a request who are waited for were asked, by their keys, in two queries."""
    waiting = {"signer__subject__request": request, "signer__status": SignerStatus.WAITING}
    asked: dict[int, list[Invitation]] = {}
    for invitation in Invitation.objects.filter(**waiting).order_by("pk"):
        asked.setdefault(invitation.signer_id, []).append(invitation)
    wishes: dict[int, dict[str, str]] = {}
    for wish in Wish.objects.filter(**waiting):
        wishes.setdefault(wish.signer_id, {})[wish.kind] = wish.language
    return {key: _asked(asked.get(key, []), wishes.get(key, {})) for key in {*asked, *wishes}}


def _asked(invitations: list[Invitation], wishes: dict[str, str]) -> Asked:
    paper, language = WishKind.PAPER in wishes, wishes.get(WishKind.LANGUAGE, "")
    if not invitations:
        return Asked(paper=paper, language=language)
    last = invitations[-1]
    mailed = [one for one in invitations if one.way == Way.MAIL]
    failed = mailed[-1] if mailed and mailed[-1].failed_at else None
    reminders = [one.made_at for one in invitations if one.reminder]
    return Asked(
        at=last.made_at,
        way=last.way,
        reminded_at=reminders[-1] if reminders else None,
        failed_at=failed.failed_at if failed else None,
        why=WHY.get(failed.failure, failed.failure) if failed else "",
        paper=paper,
        language=language,
    )
