"""What systems had to be told and were not, and tokens that end soon."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.health.report import Level, Line
from consent.models import Delivery, System
from consent.sheet import ZONE

LATELY = timedelta(days=7)
SOON = timedelta(days=14)
TRIES = 3
"""So many tries take five minutes: then it is no hiccup any more."""


def line(*, now: datetime) -> Line:
    """Return how telling systems goes. Two queries."""
    today = now.astimezone(ZONE).date()
    told = Delivery.objects.filter(hook__ended_at=None, hook__system__revoked_at=None).aggregate(
        given_up=Count("pk", filter=Q(given_up_at__gte=now - LATELY)),
        failing=Count("pk", filter=Q(delivered_at=None, given_up_at=None, attempts__gte=TRIES)),
    )
    ending = System.objects.filter(revoked_at=None, expires_on__range=(today, today + SOON)).count()
    return Line(
        "systems",
        Level.BAD if told["given_up"] else Level.WARN if told["failing"] or ending else Level.GOOD,
        _("Systems"),
        " ".join(_said(told["given_up"], told["failing"], ending)),
        " ".join(_todo(told["given_up"] or told["failing"], ending)),
        {**told, "ending": ending},
    )


def _said(given_up: int, failing: int, ending: int) -> list[str]:
    said = []
    if given_up:
        words = ngettext(
            "%(n)s message to a system was given up in the last seven days.",
            "%(n)s messages to systems were given up in the last seven days.",
            given_up,
        )
        said.append(words % {"n": given_up})
    if failing:
        words = ngettext(
            "%(n)s message to a system did not arrive yet.", "%(n)s messages to systems did not arrive yet.", failing
        )
        said.append(words % {"n": failing})
    if ending:
        words = ngettext(
            "The token of %(n)s system ends within two weeks.",
            "The tokens of %(n)s systems end within two weeks.",
            ending,
        )
        said.append(words % {"n": ending})
    return said or [_("Whatever systems had to be told arrived.")]


def _todo(missing: int, ending: int) -> list[str]:
    todo = []
    if missing:
        todo.append(
            _("See under “Systems” why it did not arrive, mend it with who keeps that system, and send it again.")
        )
    if ending:
        todo.append(_("Make a new token under “Systems” and give it to who keeps that system, with its addresses."))
    return todo
