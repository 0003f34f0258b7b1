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
from consent.sheet import ZONE
from consent.states import State, SubjectStatus


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as a link; ``count`` None when it is not counted."""

    url: str
    label: str
    current: bool
    count: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the queue. ``ago`` is how long ago it was submitted, in words; ``late``: should be decided by now."""

    request: Request
    flags: Sequence[flags.Flag]
    people: int
    answered: int
    ago: str
    late: bool = False
    given_to: str = ""
    to_take_down: bool = False
    take_down_late: bool = False

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
        who=who if (who := parameters.get("who", "")) in {"me", "nobody"} else "",
        due=parameters.get("due") == "now",
        gone=gone if (gone := parameters.get("gone", "")) in {"open", "late"} else "",
    )


def address(wanted: Filter) -> str:
    """Return the address of the queue with a filter."""
    parameters = [
        ("state", wanted.state),
        *(("flag", key) for key in wanted.flags),
        *([("who", wanted.who)] if wanted.who else []),
        *([("due", "now")] if wanted.due else []),
        *([("gone", wanted.gone)] if wanted.gone else []),
        *([("q", wanted.words)] if wanted.words else []),
        *([("page", str(wanted.page))] if wanted.page > 1 else []),
    ]
    return f"{reverse('review:queue')}?{urlencode(parameters)}"


def state_chips(wanted: Filter, *, counts: queries.Counts) -> list[Chip]:
    """Return a chip for each filter on state."""
    labels = {
        queries.NEEDS_DECISION: _("Needs a decision"),
        "collecting": _("Collecting signatures"),
        "returned": _("Sent back"),
        "approved": pgettext("requests", "Approved"),
        "ended": pgettext("requests", "Ended"),
        "all": pgettext("requests", "All"),
    }
    shown = {queries.NEEDS_DECISION: spoken_count(counts.waiting)}
    return [
        Chip(address(replace(wanted, state=key, due=False, page=1)), label, key == wanted.state, shown.get(key))
        for key, label in labels.items()
    ]


def work_chips(wanted: Filter, *, counts: queries.Counts) -> list[Chip]:
    """Return the chips for what is due and whose it is; following one sets or takes it away. Numbers are of what waits."""
    due = replace(wanted, due=not wanted.due, state=queries.NEEDS_DECISION, page=1)
    mine = replace(wanted, who="" if wanted.who == "me" else "me", page=1)
    nobodys = replace(wanted, who="" if wanted.who == "nobody" else "nobody", page=1)
    return [
        Chip(address(due), _("Due today or late"), wanted.due, spoken_count(counts.due)),
        Chip(address(mine), _("Mine"), wanted.who == "me", spoken_count(counts.mine)),
        Chip(address(nobodys), _("Nobody's yet"), wanted.who == "nobody"),
        _gone_chip(wanted, "open", _("To take down"), counts.to_take_down),
        _gone_chip(wanted, "late", _("Take-down overdue"), counts.take_down_late),
    ]


def _gone_chip(wanted: Filter, key: str, label: str, count: int) -> Chip:
    """Return a chip for what must be taken down, in whatever state the request is."""
    there = replace(wanted, gone="" if wanted.gone == key else key, state="all", due=False, page=1)
    return Chip(address(there), label, wanted.gone == key, spoken_count(count))


def spoken_count(number: int) -> str:
    """Return a number as it is shown: "999+" where nobody counted on."""
    return f"{queries.MOST_COUNTED}+" if number > queries.MOST_COUNTED else str(number)


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
        late=bool(request.due_on and request.due_on <= now.astimezone(ZONE).date()),
        given_to=request.assignment.to.name if hasattr(request, "assignment") else "",
        to_take_down=getattr(request, "to_take_down", False),
        take_down_late=getattr(request, "take_down_late", False),
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
