"""What the desk set itself, over the defaults of the settings: days, offices' addresses, texts of mails.

Each change is a row of ``HouseRule`` and nothing else; what counts is the newest row of its key. A request keeps the day
that it was given: these are read when something new begins, never applied to what is there.
"""

from collections.abc import Mapping
from time import monotonic

from django.conf import settings
from django.db import transaction

from consent.models import HouseRule

FRESH = 5.0
"""Seconds for which a process trusts what it read; by then every process knows of a change."""
DAYS = (
    "DECIDE_DAYS",
    "DECIDE_COMPLEX_DAYS",
    "DECIDE_PRESS_DAYS",
    "INTAKE_WORKING_DAYS",
    "STEP_DAYS",
    "PREVIEW_DAYS",
    "TAKE_DOWN_DAYS",
)
"""The settings in days that the desk may change. What the law or the form names is not among them."""
OFFICES = ("PRESS_MAIL", "SOCIAL_MEDIA_MAIL")
"""The settings with an office's address that the desk may change. Not DESK_MAIL: checkpoints go there, out of its reach."""


class _Cache:
    """What this process read, and when (``monotonic``)."""

    at = 0.0
    rules: Mapping[str, str] | None = None


def days(name: str) -> int:
    """Return how many days a setting of ``DAYS`` gives now."""
    return int(of(f"site.days.{name}") or getattr(settings, name))


def mail(name: str) -> str:
    """Return the address that a setting of ``OFFICES`` gives now."""
    return of(f"site.mail.{name}") or str(getattr(settings, name))


def of(key: str) -> str:
    """Return what the desk set for a key; nothing where the default counts."""
    return all_of_them().get(key, "")


def all_of_them() -> Mapping[str, str]:
    """Return every rule that differs from its default: at most one query in ``FRESH`` seconds."""
    if _Cache.rules is None or monotonic() - _Cache.at > FRESH:
        _Cache.at, _Cache.rules = monotonic(), now_set()
    return _Cache.rules


def now_set() -> dict[str, str]:
    """Return the same as it stands in the database at this moment."""
    newest = HouseRule.objects.order_by("key", "-pk").distinct("key").values_list("key", "value")
    return {key: value for key, value in newest if value}


def forget() -> None:
    """Read anew at the next question: this process changed something."""
    _Cache.rules = None


def forget_after_commit() -> None:
    """Do so once the change is there for everybody; and at once, for what this transaction still asks."""
    forget()
    transaction.on_commit(forget)
