"""Reads of the desk: the queue, and what is stuck."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from consent import access, finding, numbers
from consent.models import Request, Signature
from consent.review import flags
from consent.review.shown import Shown, shown, take_downs
from consent.sheet import ZONE
from consent.states import AT_DESK, State

PAGE = 50
FOUND = 25
"""Rows on a page of what was searched for: whoever does not see theirs among the newest types another letter."""
STUCK_AFTER = timedelta(minutes=5)
WATCHED = 5000
MOST_COUNTED = 999
HELD_AGAINST = 5000

NEEDS_DECISION = "needs"
FILTERS: dict[str, frozenset[State]] = {
    NEEDS_DECISION: AT_DESK,
    "collecting": frozenset({State.COLLECTING}),
    "returned": frozenset({State.RETURNED}),
    "approved": frozenset({State.APPROVED}),
    "ended": frozenset({State.REJECTED, State.CANCELLED, State.CLOSED, State.EXPIRED}),
    "all": frozenset(State) - {State.DRAFT},
}
"""The queue's filters on state, by their key in an address."""

BY_RECORDING = frozenset({NEEDS_DECISION, "collecting", "returned"})
"""Filters in which the recording that comes first stands first; elsewhere the newest request does."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the desk wants to see: a key of FILTERS, keys of flags, words to search, page (from 1).

    ``who``: "me", "nobody" or "" for requests whoever handles them; ``due``: only what should be decided by now.
    ``gone``: "open" for requests of which something must be taken down, "late" where that is overdue.
    """

    state: str = NEEDS_DECISION
    flags: tuple[str, ...] = ()
    words: str = ""
    page: int = 1
    who: str = ""
    due: bool = False
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """How many there are; ``more``: at least so many, since not all were looked at."""

    of: int
    more: bool = False

    @property
    def known(self) -> int:
        """The number as far as it is counted."""
        return min(self.of, MOST_COUNTED)

    @property
    def counted(self) -> bool:
        """Whether it is all there are."""
        return not self.more and self.of <= MOST_COUNTED

    def spoken(self) -> str | None:
        """Return the number as it is shown: "12", "12+", or nothing where nothing is known."""
        if self.counted:
            return str(self.of)
        return f"{self.known}+" if self.of else None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue, how many there are in all, and whether more follow.

    ``counted``: ``total`` is all there are; otherwise there are at least so many. ``alike``: nothing has these words, but
    what is here looks like it; ``mistyped``: they were meant as a number, and it has a typing error.
    """

    requests: Sequence[Shown]
    total: int
    more: bool
    counted: bool = True
    alike: bool = False
    mistyped: bool = False


def requests_for(user: User) -> QuerySet[Request]:
    """Return the requests that the desk handles: all that were ever submitted."""
    return access.submitted_visible_to(user)


def queue(user: User, wanted: Filter) -> Page:
    """Return one page of requests, with flags and progress.

    Which requests stand on the page is settled first: asked for the flags of all that wait, PostgreSQL reads every subject.
    """
    found = _found(user, wanted)
    if wanted.words:
        return _searched(found, wanted)
    start = (wanted.page - 1) * PAGE
    keys = list(_ordered(found, wanted.state).values_list("pk", flat=True)[start : start + PAGE + 1])
    more, number = len(keys) > PAGE, total(user, wanted)
    if not number.counted:
        number = Number(max(number.known, start + len(keys[:PAGE])), more=more)
    return Page(shown(keys[:PAGE]), number.known, more, counted=number.counted)


def total(user: User, wanted: Filter) -> Number:
    """Return how many a filter without words asks for, counted no further than MOST_COUNTED.

    Counting a million takes as long as reading it. For the same reason no more than HELD_AGAINST are held against what no
    index finds, such as a flag.
    """
    rest = rest_of(user, wanted)
    if not rest:
        return Number(indexed(user, wanted)[: MOST_COUNTED + 1].count())
    held = Request.objects.filter(pk__in=indexed(user, wanted)[:HELD_AGAINST]).filter(rest).order_by()
    return Number(held[: MOST_COUNTED + 1].count(), more=indexed(user, wanted)[HELD_AGAINST:][:1].exists())


def indexed(user: User, wanted: Filter) -> QuerySet[Request, Any]:
    """Return the keys of what a filter asks for, as far as an index finds it; in no order."""
    asked = asked_for(user, replace(wanted, flags=(), who="me" if wanted.who == "me" else ""))
    return requests_for(user).filter(asked, status__in=FILTERS[wanted.state]).order_by().values("pk")


def rest_of(user: User, wanted: Filter) -> Q:
    """Return the rest of what a filter asks for."""
    return asked_for(user, Filter(flags=wanted.flags, who="nobody" if wanted.who == "nobody" else ""))


def _found(user: User, wanted: Filter) -> QuerySet[Request]:
    return requests_for(user).filter(asked_for(user, wanted), status__in=FILTERS[wanted.state])


def asked_for(user: User, wanted: Filter) -> Q:
    """Return which requests a filter asks for, apart from its state and words."""
    asked = Q(*(flag.condition for flag in flags.named(wanted.flags)))
    if wanted.who:
        asked &= Q(assignment__to=user) if wanted.who == "me" else Q(assignment=None)
    if wanted.due:
        asked &= Q(status__in=AT_DESK, due_on__lte=timezone.localdate(timezone=ZONE))
    if wanted.gone:
        asked &= Q(pk__in=take_downs(late=wanted.gone == "late").values("publication__use__request"))
    return asked


def _ordered(found: QuerySet[Request], state: str) -> QuerySet[Request]:
    if state in BY_RECORDING:
        return found.order_by(F("starts_at").asc(nulls_last=True), "pk")
    return found.order_by(F("submitted_at").desc(nulls_last=True), "-pk")


def _searched(found: QuerySet[Request], wanted: Filter) -> Page:
    """Return one page of what has these words, the newest request first; a whole number is that request alone."""
    start = (wanted.page - 1) * FOUND
    numbered = list(access.numbered(found, wanted.words).values_list("pk", flat=True))
    have = finding.Found(numbered)
    if not numbered:
        have = finding.by_words(found, wanted.words, most=start + FOUND + 1, people=True)
    if numbers.mistyped(wanted.words) and (have.alike or not have.keys):
        return Page([], 0, more=False, mistyped=True)
    rows, more = shown(have.keys[start : start + FOUND]), len(have.keys) > start + FOUND
    return Page(rows, min(len(have.keys), start + FOUND), more, counted=not more, alike=have.alike)


def stuck_seals(*, older_than: timedelta = STUCK_AFTER) -> list[Signature]:
    """Return signatures that should have been sealed into a PDF by now, the oldest first, with their request.

    Looks among the newest WATCHED only, so that the queue is as quick after a million signatures as after ten; ``manage.py
    check_archive`` looks at all.
    """
    newest = Signature.objects.order_by("-pk").values("pk")[:WATCHED]
    return list(
        Signature.objects.filter(pk__in=newest, document=None, at__lt=Now() - older_than)
        .select_related("signer__subject__request")
        .defer("sheet", "strokes")  # some forty kilobytes each, of perhaps hundreds
        .order_by("at", "pk")
    )
