"""The queue as its page shows it: chips that are links, rows with words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consent.frames import filled, gap, piece
from consent.models import Request
from consent.review import flags, queries
from consent.review.queries import Filter
from consent.review.shown import Shown
from consent.sheet import ZONE
from consent.states import State
from consent.templatetags.akkoord import when


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as a link; ``count`` None when it is not counted. ``key`` names it on the page."""

    key: str
    url: str
    label: str
    current: bool
    count: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the queue, and its row of the table."""

    request: Shown
    drawn: SafeString


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """What is a request's own in its row, in words."""

    number: str
    spoken_number: str
    address: str
    title: str
    requester: str
    asked: str
    given_to: str
    starts: str
    answered: str
    due: str
    choose: str


ANY = "ANY-NUMBER"
"""Stands for a number in an address: they are all made alike, so that one is enough for a page."""
GAPS = Own(**{field.name: gap(field.name) for field in fields(Own)})


def desk_word(request: Request | Shown) -> str:
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


def address(wanted: Filter, *, queue: str = "") -> str:
    """Return the address of the queue with a filter; ``queue``: that without one, where it is known already."""
    parameters = [
        ("state", wanted.state),
        *(("flag", key) for key in wanted.flags),
        *([("who", wanted.who)] if wanted.who else []),
        *([("due", "now")] if wanted.due else []),
        *([("gone", wanted.gone)] if wanted.gone else []),
        *([("q", wanted.words)] if wanted.words else []),
        *([("page", str(wanted.page))] if wanted.page > 1 else []),
    ]
    return f"{queue or reverse('review:queue')}?{urlencode(parameters)}"


@dataclass(frozen=True, slots=True)
class Chips:
    """The chips above the list, in three rows: state; due, whose and what must be taken down; flags."""

    states: Sequence[Chip]
    work: Sequence[Chip]
    flags: Sequence[Chip]


def chips(wanted: Filter, *, numbers: Mapping[str, queries.Number]) -> Chips:
    """Return a link for each filter, with how many requests it shows where ``numbers`` knows."""
    every = (_states(wanted), _work(wanted), _flags(wanted))
    queue = reverse("review:queue")
    spoken = {key: number.spoken() for key, number in numbers.items()}
    return Chips(
        *(
            [
                Chip(key, address(leads_to, queue=queue), label, _is_on(wanted, key), spoken.get(key))
                for key, label, leads_to in row
            ]
            for row in every
        )
    )


def _is_on(wanted: Filter, key: str) -> bool:
    return key in {wanted.state, wanted.who, wanted.gone, *wanted.flags} or (key == "due" and wanted.due)


def _states(wanted: Filter) -> list[tuple[str, str, Filter]]:
    labels = {
        queries.NEEDS_DECISION: _("Needs a decision"),
        "collecting": _("Collecting signatures"),
        "returned": _("Sent back"),
        "approved": pgettext("requests", "Approved"),
        "ended": pgettext("requests", "Ended"),
        "all": pgettext("requests", "All"),
    }
    return [(key, label, replace(wanted, state=key, due=False, page=1)) for key, label in labels.items()]


def _work(wanted: Filter) -> list[tuple[str, str, Filter]]:
    """Following one of these sets it, or takes it away. What must be taken down is so in whatever state the request is."""
    first = replace(wanted, page=1)
    due = replace(first, due=not wanted.due, state=queries.NEEDS_DECISION)
    anywhere = replace(first, state="all", due=False)
    return [
        ("due", _("Due today or late"), due),
        ("me", _("Mine"), replace(first, who="" if wanted.who == "me" else "me")),
        ("nobody", _("Nobody's yet"), replace(first, who="" if wanted.who == "nobody" else "nobody")),
        ("open", _("To take down"), replace(anywhere, gone="" if wanted.gone == "open" else "open")),
        ("late", _("Take-down overdue"), replace(anywhere, gone="" if wanted.gone == "late" else "late")),
    ]


def _flags(wanted: Filter) -> list[tuple[str, str, Filter]]:
    toggled = {flag.key: replace(wanted, flags=_toggled(wanted.flags, flag.key), page=1) for flag in flags.FLAGS}
    return [(flag.key, capfirst(str(flag.label)), toggled[flag.key]) for flag in flags.FLAGS]


def _toggled(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    return tuple(one for one in keys if one != key) if key in keys else (*keys, key)


def rows(page: queries.Page, *, now: datetime, picking: bool = False) -> list[Row]:
    """Return the rows of a page of the queue; ``picking``: each with a box to choose it."""
    before, _number, after = reverse("review:detail", kwargs={"number": ANY}).partition(ANY)
    return [
        Row(request, _drawn(request, f"{before}{request.number}{after}", now, picking=picking))
        for request in page.requests
    ]


def _drawn(request: Shown, address: str, now: datetime, *, picking: bool) -> SafeString:
    """Draw a row. A template would look its words up anew for each of fifty rows; now it does so for each kind of row."""
    late = request.due_on is not None and request.due_on <= now.astimezone(ZONE).date()
    frame = piece(
        "consent/review/_row.html",
        own=GAPS,
        picking=picking,
        given=bool(request.given_to),
        flags=request.flags,
        take_down="late" if request.take_down_late else "open" if request.to_take_down else "",
        recording="dated" if request.starts_at else request.origin,
        status=request.status,
        label=desk_word(request),
        due="late" if late else "open" if request.due_on else "",
    )
    return mark_safe(filled(frame, _own(request, address, now)).decode())  # noqa: S308 -- a template of ours; ``filled`` escapes the rest


def _own(request: Shown, address: str, now: datetime) -> dict[str, str]:
    number = request.spoken_number
    return {
        "number": request.number,
        "spoken_number": number,
        "address": address,
        "title": request.title or number,
        "requester": request.requester,
        "asked": _("asked %(ago)s ago") % {"ago": timesince(request.submitted_at or now, now, depth=1)},
        "given_to": request.given_to or "",
        "starts": when(request.starts_at),
        "answered": _("%(done)s of %(total)s") % {"done": request.answered or 0, "total": request.people or 0},
        "due": when(request.due_on),
        "choose": _("Choose request %(number)s") % {"number": number},
    }


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
