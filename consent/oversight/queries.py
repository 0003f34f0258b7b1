"""Reads of the access log: one question, pages by keyset, an index for each kind of question."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from consent import access
from consent.models import Access, Request

PAGE = 50
MOST_ACCOUNTS = 20


@dataclass(frozen=True, slots=True)
class Question:
    """Who looked at this request, what did this account look at, in which days; what is None was not asked."""

    request: Request | None = None
    user: User | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of the log, newest first; ``older`` names the place where the next page begins, empty at the end."""

    lines: list[Access]
    older: str


def request_with(typed: str) -> Request | None:
    """Return the request with a number, however it was typed; drafts too, for they can have been looked at."""
    return access.numbered(Request.objects.all(), typed).first()


def accounts_like(words: str) -> list[User]:
    """Return the account with this mail address; else those with these words in name or address, one more than is shown."""
    exact = User.objects.filter(email__iexact=words).first()
    if exact:
        return [exact]
    found = User.objects.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return list(found.order_by("name", "pk")[: MOST_ACCOUNTS + 1])


def asked(question: Question) -> QuerySet[Access]:
    """Return the lines that answer a question, newest first."""
    found = Access.objects.select_related("user", "request", "about").order_by("-at", "-pk")
    if question.request:
        found = found.filter(request=question.request)
    if question.user:
        found = found.filter(user=question.user)
    if question.since:
        found = found.filter(at__gte=_midnight(question.since))
    if question.until:
        found = found.filter(at__lt=_midnight(question.until + timedelta(days=1)))
    return found


def page(question: Question, *, start: str = "") -> Page:
    """Return one page of the answer; ``start`` is an ``older`` of the page before. What is no place begins at the top."""
    found = asked(question)
    place = _place(start)
    if place:
        at, key = place
        found = found.filter(at__lte=at).exclude(at=at, pk__gte=key)
    lines = list(found[: PAGE + 1])
    more = len(lines) > PAGE
    lines = lines[:PAGE]
    return Page(lines, f"{_microseconds(lines[-1].at)}-{lines[-1].pk}" if more else "")


def every(question: Question) -> Iterator[Access]:
    """Stream all lines of the answer."""
    return asked(question).iterator(chunk_size=2000)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _microseconds(moment: datetime) -> int:
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))


def _place(text: str) -> tuple[datetime, int] | None:
    moment, _, key = text.partition("-")
    if not (moment.isdecimal() and key.isdecimal() and text.isascii()) or len(moment) > 16 or len(key) > 18:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(moment)), int(key)
