"""Reads of the people screen: the list, one person, and open invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import AccountEvent, AccountEventKind, Invite, Role, User
from accounts.roles import INVITES

PAGE = 50
TRACE = 50
CLOSED = "closed"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Filter:
    """Who is looked for: words of a name or mail address, a role or "", OPEN, CLOSED or "", page (from 1)."""

    words: str = ""
    role: str = ""
    state: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """One page of people, how many there are in all, and whether more follow."""

    people: Sequence[User]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an account's trace, in words. ``by`` is None when nobody is known to have done it."""

    what: str
    note: str
    at: datetime
    by: User | None
    by_self: bool
    address: str


def people(wanted: Filter) -> Page:
    """Return one page of accounts by name, in two queries. Each knows ``has_factor``."""
    found = _dressed(User.objects.all())
    if wanted.words:
        found = found.filter(Q(name__icontains=wanted.words) | Q(email__icontains=wanted.words))
    if wanted.role:
        found = found.filter(role=wanted.role)
    if wanted.state:
        found = found.filter(is_active=wanted.state == OPEN)
    start = (wanted.page - 1) * PAGE
    rows = list(found.order_by("name", "pk")[start : start + PAGE + 1])
    return Page(rows[:PAGE], found.count(), len(rows) > PAGE)


def person(pk: int) -> User:
    """Return one account with its affiliation and ``has_factor``. Raises User.DoesNotExist."""
    return _dressed(User.objects.select_related("affiliation")).get(pk=pk)


def trace_of(user: User, *, newest: int = TRACE) -> list[Line]:
    """Return what happened to an account, the newest first, each with who did it."""
    found = AccountEvent.objects.filter(user=user).select_related("by").order_by("-at", "-pk")[:newest]
    return [
        Line(
            what=event.get_kind_display(),
            note=_note(event),
            at=event.at,
            by=event.by,
            by_self=event.by_id == user.pk,
            address=event.address or "",
        )
        for event in found
    ]


def _note(event: AccountEvent) -> str:
    """Return what a line of the trace says besides its kind."""
    if event.kind == AccountEventKind.ROLE_CHANGED:
        roles = {"was": Role(event.detail["from"]).label, "now": Role(event.detail["to"]).label}
        return _("from %(was)s to %(now)s") % roles
    return ""


def open_invites(by: User, *, now: datetime) -> list[Invite]:
    """Return the invitations that ``by`` may renew or take back, the newest first. Each knows ``expired``."""
    rows = Invite.objects.filter(accepted_at=None, revoked_at=None, role__in=INVITES[Role(by.role)])
    found = list(rows.select_related("made_by").order_by("-made_at", "-pk")[:PAGE])
    for row in found:
        row.expired = row.expires_at <= now  # type: ignore[attr-defined]
    return found


def _factors() -> Q:
    return Q(type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN))


def _dressed(found: QuerySet[User]) -> QuerySet[User]:
    mine = Authenticator.objects.filter(_factors(), user=OuterRef("pk"))
    return found.annotate(has_factor=Exists(mine))
