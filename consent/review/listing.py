"""The queue as its page shows it: chips that are links, rows with words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consent.models import Request
from consent.review import flags, queries
from consent.review.queries import Filter
from consent.states import State, SubjectStatus


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as a link; ``count`` None when it is not counted."""

    url: str
    label: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the queue. ``ago`` is how long ago it was submitted, in words."""

    request: Request
    flags: Sequence[flags.Flag]
    people: int
    answered: int
    ago: str

    @property
    def status_label(self) -> str:
        """The state's word where the usual one speaks to the requester."""
        return desk_word(self.request)


def desk_word(request: Request) -> str:
    """Return the desk's own word for a state, or nothing where the usual one will do."""
    return _("sent back") if request.status == State.RETURNED else ""


def wanted_from(parameters: Any) -> Filter:
    """Read a filter from an address (a QueryDict); what is not understood counts as not given."""
    words = " ".join(parameters.get("q", "").replace("\0", "").split())[:120]
    usual = "all" if words else queries.NEEDS_DECISION
    state = parameters.get("state", usual)
    page = parameters.get("page", "1")
    return Filter(
        state=state if state in queries.FILTERS else usual,
        flags=tuple(flag.key for flag in flags.named(parameters.getlist("flag"))),
        words=words,
        page=int(page) if page.isdecimal() and 0 < len(page) < 5 and int(page) else 1,
    )


def address(wanted: Filter) -> str:
    """Return the address of the queue with a filter."""
    parameters = [
        ("state", wanted.state),
        *(("flag", key) for key in wanted.flags),
        *([("q", wanted.words)] if wanted.words else []),
        *([("page", str(wanted.page))] if wanted.page > 1 else []),
    ]
    return f"{reverse('review:queue')}?{urlencode(parameters)}"


def state_chips(wanted: Filter, *, waiting: int) -> list[Chip]:
    """Return a chip for each filter on state."""
    labels = {
        queries.NEEDS_DECISION: _("Needs a decision"),
        "collecting": _("Collecting signatures"),
        "returned": _("Sent back"),
        "approved": pgettext("requests", "Approved"),
        "ended": pgettext("requests", "Ended"),
        "all": pgettext("requests", "All"),
    }
    counts = {queries.NEEDS_DECISION: waiting}
    return [
        Chip(address(replace(wanted, state=key, page=1)), label, key == wanted.state, counts.get(key))
        for key, label in labels.items()
    ]


def flag_chips(wanted: Filter) -> list[Chip]:
    """Return a chip for each flag; following it adds or removes the flag."""
    return [
        Chip(
            address(replace(wanted, flags=_toggled(wanted.flags, flag.key), page=1)),
            capfirst(str(flag.label)),
            flag.key in wanted.flags,
        )
        for flag in flags.FLAGS
    ]


def _toggled(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    return tuple(one for one in keys if one != key) if key in keys else (*keys, key)


def rows(page: queries.Page, *, now: datetime) -> list[Row]:
    """Return the rows of a page of the queue."""
    return [_row(request, now) for request in page.requests]


def _row(request: Request, now: datetime) -> Row:
    statuses = [person.status for person in getattr(request, "people", ())]
    return Row(
        request=request,
        flags=flags.of(request),
        people=len(statuses),
        answered=sum(status != SubjectStatus.WAITING for status in statuses),
        ago=timesince(request.submitted_at, now, depth=1) if request.submitted_at else "",
    )


@dataclass(frozen=True, slots=True)
class Ways:
    """Addresses of the page before and after this one; empty where there is none."""

    before: str
    after: str


def ways(wanted: Filter, page: queries.Page) -> Ways:
    """Return the way on and back."""
    return Ways(
        before=address(replace(wanted, page=wanted.page - 1)) if wanted.page > 1 else "",
        after=address(replace(wanted, page=wanted.page + 1)) if page.more else "",
    )
