"""May this be used there? The matrix's answer as a system gets it: never who, and never what one person said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from consent import facts, permissions
from consent.models import Request
from consent.permissions import Cell, Reason
from consent.sheet import ZONE


class Why(StrEnum):
    """Why not. Everything about persons is one reason, so that nothing can be told from it of anybody."""

    UNKNOWN_NUMBER = "unknown_number"
    PAST_DATE = "past_date"
    NOT_ASKED = "not_asked"
    NOT_APPROVED = "not_approved"
    NOT_ALLOWED = "not_allowed"
    ONCE_USED = "once_used"
    PREVIEW = "preview"


TOLD = {Reason.NOT_APPROVED: Why.NOT_APPROVED, Reason.ONCE_USED: Why.ONCE_USED, Reason.PREVIEW: Why.PREVIEW}
"""What is not about what somebody said; all else is NOT_ALLOWED (``Reason``: the requester learns no more either)."""


@dataclass(frozen=True, slots=True)
class OfUse:
    """The answer for one use of the request. ``until`` is the last day, where it is allowed.

    ``only_shown``: only the pieces to which the persons in it said yes; ``unrecognisable``: nobody may be recognised.
    """

    use: int
    channel: str
    allowed: bool
    reasons: tuple[Why, ...]
    until: date | None
    only_shown: bool = False
    unrecognisable: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """The answer for all uses that were meant: allowed only when each of them is."""

    allowed: bool
    reasons: tuple[Why, ...]
    until: date | None
    uses: tuple[OfUse, ...] = ()


def no(why: Why) -> Permission:
    """Return a no that is about no use."""
    return Permission(allowed=False, reasons=(why,), until=None)


def of(
    request: Request | None, *, medium: str, day: date, use: int | None, channel: str | None, now: datetime
) -> Permission:
    """Return whether a medium may be used on a day, as things stand ``now``: under one use, all of a channel, or all."""
    if request is None:
        return no(Why.UNKNOWN_NUMBER)
    today = now.astimezone(ZONE).date()
    if day < today:
        return no(Why.PAST_DATE)
    asked = facts.asked_for(request)
    channels = dict(asked.uses)
    cells = permissions.matrix(asked, now=now if day == today else datetime.combine(day, time(12), ZONE))
    meant = [
        _said(cell, channels[cell.use])
        for cell in cells
        if cell.medium == medium and use in {None, cell.use} and channel in {None, channels[cell.use]}
    ]
    return _together(meant) if meant else no(Why.NOT_ASKED)


def _said(cell: Cell, channel: str) -> OfUse:
    return OfUse(
        use=cell.use,
        channel=channel,
        allowed=cell.allowed,
        reasons=_told(cell.reasons),
        until=cell.until if cell.allowed else None,
        only_shown=cell.allowed and bool(cell.conditions.preview),
        unrecognisable=cell.allowed and cell.conditions.unrecognisable,
    )


def _told(reasons: Iterable[Reason]) -> tuple[Why, ...]:
    """Before the decision nothing but that is told: how far the persons are is not the system's affair."""
    found = {TOLD.get(reason, Why.NOT_ALLOWED) for reason in reasons}
    if Why.NOT_APPROVED in found:
        return (Why.NOT_APPROVED,)
    return (Why.NOT_ALLOWED,) if Why.NOT_ALLOWED in found else tuple(sorted(found))


def _together(meant: list[OfUse]) -> Permission:
    allowed = all(one.allowed for one in meant)
    ends = [one.until for one in meant if one.until]
    reasons = {why for one in meant for why in one.reasons}
    return Permission(
        allowed=allowed,
        reasons=tuple(why for why in Why if why in reasons),
        until=min(ends) if allowed and ends else None,
        uses=tuple(meant),
    )
