"""Reads of the list of ambassadors."""

from collections.abc import Sequence

from django.db.models import F

from consent.models import Ambassador

ENDED = 50
"""How many former ambassadors are shown, at most."""


def appointed() -> Sequence[Ambassador]:
    """Return who is ambassador now, by name, in one query."""
    return list(Ambassador.objects.filter(ended_at=None).select_related("user").order_by("user__name", "account", "pk"))


def former() -> Sequence[Ambassador]:
    """Return who was ambassador, the last ended first, in one query."""
    rows = Ambassador.objects.exclude(ended_at=None).select_related("user")
    return list(rows.order_by(F("ended_at").desc(), "-pk")[:ENDED])
