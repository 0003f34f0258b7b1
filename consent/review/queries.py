"""Reads of the desk: the queue, and what is stuck."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from consent import access, finding
from consent.models import OPEN_TAKE_DOWN, Request, Signature, Subject, TakeDown
from consent.review import flags
from consent.sheet import ZONE
from consent.states import AT_DESK, State, SubjectStatus

PAGE = 50
STUCK_AFTER = timedelta(minutes=5)
WATCHED = 5000
MOST_COUNTED = 999

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
class Page:
    """One page of the queue, how many there are in all, and whether more follow.

    ``counted``: ``total`` is all there are; otherwise there are more. ``alike``: nothing has these words, but what is here
    looks like it.
    """

    requests: Sequence[Request]
    total: int
    more: bool
    counted: bool = True
    alike: bool = False


def requests_for(user: User) -> QuerySet[Request]:
    """Return the requests that the desk handles: all that were ever submitted."""
    return access.requests_visible_to(user).exclude(status=State.DRAFT)


def queue(user: User, wanted: Filter) -> Page:
    """Return one page of requests, with flags and progress, in three queries.

    Which requests stand on the page is settled inside: asked for the flags of all that wait, PostgreSQL reads every subject.
    """
    found = requests_for(user).filter(status__in=FILTERS[wanted.state])
    found = _narrowed(found, user, wanted)
    if wanted.words:
        return _searched(found, wanted)
    start = (wanted.page - 1) * PAGE
    page = _ordered(found, wanted.state).values("pk")[start : start + PAGE + 1]
    rows = list(_ordered(_dressed(Request.objects.filter(pk__in=page)), wanted.state))
    total = counted(found)
    return Page(rows[:PAGE], min(total, MOST_COUNTED), len(rows) > PAGE, counted=total <= MOST_COUNTED)


def counted(found: QuerySet[Request]) -> int:
    """Return how many there are; MOST_COUNTED + 1 means more than that: counting a million takes as long as reading it."""
    return found.order_by()[: MOST_COUNTED + 1].count()


def _narrowed(found: QuerySet[Request], user: User, wanted: Filter) -> QuerySet[Request]:
    for flag in flags.named(wanted.flags):
        found = found.filter(flag.condition)
    if wanted.who:
        found = found.filter(assignment__to=user) if wanted.who == "me" else found.filter(assignment=None)
    if wanted.due:
        found = found.filter(status__in=AT_DESK, due_on__lte=timezone.localdate(timezone=ZONE))
    if wanted.gone:
        found = found.filter(pk__in=_take_downs(late=wanted.gone == "late").values("publication__use__request"))
    return found


def _take_downs(*, late: bool) -> QuerySet[TakeDown]:
    """Return what must still be taken down: all of it, or what is overdue."""
    found = TakeDown.objects.filter(OPEN_TAKE_DOWN)
    return found.filter(due_on__lt=timezone.localdate(timezone=ZONE)) if late else found


def _ordered(found: QuerySet[Request], state: str) -> QuerySet[Request]:
    if state in BY_RECORDING:
        return found.order_by(F("starts_at").asc(nulls_last=True), "pk")
    return found.order_by(F("submitted_at").desc(nulls_last=True), "-pk")


def _dressed(found: QuerySet[Request]) -> QuerySet[Request]:
    people = Subject.objects.exclude(status=SubjectStatus.LEFT_OUT).only("request_id", "status")
    return (
        found.select_related("requester", "assignment__to")
        .annotate(
            **flags.annotations(),
            to_take_down=Exists(_take_downs(late=False).filter(publication__use__request=OuterRef("pk"))),
            take_down_late=Exists(_take_downs(late=True).filter(publication__use__request=OuterRef("pk"))),
        )
        .prefetch_related(Prefetch("subjects", people.order_by("pk"), to_attr="people"))
    )


def _searched(found: QuerySet[Request], wanted: Filter) -> Page:
    """Return one page of what has these words, the newest request first; a whole number is that request alone."""
    start = (wanted.page - 1) * PAGE
    numbered = list(access.numbered(found, wanted.words).values_list("pk", flat=True))
    have = finding.Found(numbered)
    if not numbered:
        have = finding.by_words(found, wanted.words, most=start + PAGE + 1, people=True)
    rows = _dressed(found.filter(pk__in=have.keys[start : start + PAGE])).order_by("-pk")
    more = len(have.keys) > start + PAGE
    return Page(list(rows), min(len(have.keys), start + PAGE), more, counted=not more, alike=have.alike)


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits for the desk: in all, by today or earlier, given to whoever looks. See ``counted`` for the most.

    ``to_take_down`` and ``take_down_late`` are requests of which something must be taken down, and where that is overdue.
    """

    waiting: int
    due: int
    mine: int
    to_take_down: int = 0
    take_down_late: int = 0


def counts(user: User) -> Counts:
    """Return what waits for the desk, in five queries."""
    every = requests_for(user)
    found = every.filter(status__in=AT_DESK)
    return Counts(
        waiting=counted(found),
        due=counted(_narrowed(found, user, Filter(due=True))),
        mine=counted(_narrowed(found, user, Filter(who="me"))),
        to_take_down=counted(_narrowed(every, user, Filter(gone="open"))),
        take_down_late=counted(_narrowed(every, user, Filter(gone="late"))),
    )


def stuck_seals(*, older_than: timedelta = STUCK_AFTER) -> list[Signature]:
    """Return signatures that should have been sealed into a PDF by now, the oldest first, with their request.

    Looks among the newest WATCHED only, so that the queue is as quick after a million signatures as after ten; ``manage.py
    check_archive`` looks at all.
    """
    newest = Signature.objects.order_by("-pk").values("pk")[:WATCHED]
    return list(
        Signature.objects.filter(pk__in=newest, document=None, at__lt=Now() - older_than)
        .select_related("signer__subject__request")
        .order_by("at", "pk")
    )
