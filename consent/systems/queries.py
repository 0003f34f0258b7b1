"""Reads for systems: which there are, and what one may see. Never anything of a subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Greatest

from accounts.models import AccountEvent, AccountEventKind
from accounts.tokens import hash_of
from consent import access
from consent.models import Delivery, Hook, Publication, Request, System
from consent.sheet import ZONE
from consent.states import State

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KINDS = (
    AccountEventKind.SYSTEM_ADDED,
    AccountEventKind.SYSTEM_REVOKED,
    AccountEventKind.HOOK_ADDED,
    AccountEventKind.HOOK_ENDED,
)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Publications, the longest unchanged first; ``cursor`` is where the next page begins, empty at the end."""

    rows: Sequence[Publication]
    cursor: str


def systems() -> QuerySet[System]:
    """Return all systems, those whose token was taken back too."""
    return System.objects.select_related("made_by")


def history() -> list[AccountEvent]:
    """Return who gave or took back tokens, newest first."""
    return list(AccountEvent.objects.filter(kind__in=KINDS).select_related("by").order_by("-pk")[:SHOWN])


def hooks(system: System) -> QuerySet[Hook]:
    """Return where a system is told, or was."""
    return system.hooks.all()


def deliveries(system: System, *, missing: bool, before: int | None) -> tuple[list[Delivery], int | None]:
    """Return a page of what a system was told, newest first, and where the next page begins, None at the end.

    ``missing``: only what did not arrive; ``before``: where the page begins.
    """
    found = Delivery.objects.filter(hook__system=system).select_related("hook", "event__request").order_by("-pk")
    if missing:
        found = found.filter(delivered_at=None)
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found[: SHOWN + 1])
    return rows[:SHOWN], rows[SHOWN - 1].pk if len(rows) > SHOWN else None


def missing(system: System) -> int:
    """Return how much did not arrive, or not yet."""
    return Delivery.objects.filter(hook__system=system, delivered_at=None).count()


def by_token(token: str, *, now: datetime) -> System | None:
    """Return the system that holds a token, as long as it works."""
    found = System.objects.filter(token_hash=hash_of(token), revoked_at=None).first()
    return found if found and found.works(now.astimezone(ZONE).date()) else None


def request_with(number: str) -> Request | None:
    """Return the request with a number, however it was typed; a draft is nobody's business but its writer's."""
    return access.numbered(Request.objects.exclude(status=State.DRAFT), number).first()


def hidden_with(number: str) -> Request | None:
    """Return the draft with a number: for the access log only."""
    return access.numbered(Request.objects.filter(status=State.DRAFT), number).first()


def publications(*, request: Request | None, since: datetime | None, cursor: str, limit: int) -> Page:
    """Return what was published, with ``changed_at``: registered, asked to be taken down, or confirmed to be gone.

    ``cursor`` is that of the page before, or empty. Raises ValueError when it is no cursor.
    """
    found = Publication.objects.select_related("use__request", "take_down").annotate(
        changed_at=Greatest("registered_at", "take_down__asked_at", "take_down__confirmed_at")
    )
    if request:
        found = found.filter(use__request=request)
    if since:
        found = found.filter(changed_at__gte=max(since, EPOCH))
    if cursor:
        at, key = _place(cursor)
        found = found.filter(changed_at__gte=at).exclude(changed_at=at, pk__lte=key)
    rows = list(found.order_by("changed_at", "pk")[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, _cursor(rows[-1]) if more else "")


def _cursor(row: Publication) -> str:
    return f"{round((row.changed_at - EPOCH) / timedelta(microseconds=1))}-{row.pk}"  # type: ignore[attr-defined]


def _place(cursor: str) -> tuple[datetime, int]:
    moment, _, key = cursor.partition("-")
    return EPOCH + timedelta(microseconds=int(moment)), int(key)
