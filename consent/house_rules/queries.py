"""Reads of the house rules: their history, and the key of the newest change, by which a later change is noticed."""

from django.db.models import QuerySet

from consent.models import Contact, HouseRule, Programme

MOST = 50


def history(prefix: str = "") -> list[HouseRule]:
    """Return the newest changes of the keys that begin so, newest first."""
    return list(_of(prefix).select_related("by").order_by("-pk")[:MOST])


def newest(prefix: str) -> int:
    """Return the key of the newest change; 0 where nothing was ever changed."""
    return _of(prefix).order_by("-pk").values_list("pk", flat=True).first() or 0


def contacts() -> list[Contact]:
    """Return the contacts, in the order of the contact page."""
    return list(Contact.objects.all())


def programmes() -> list[Programme]:
    """Return all programmes: those that are offered first, in the order in which they are offered."""
    return list(Programme.objects.order_by("-active", "position", "pk"))


def _of(prefix: str) -> QuerySet[HouseRule]:
    return HouseRule.objects.filter(key__startswith=prefix)
