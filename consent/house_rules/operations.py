"""Change what the desk sets itself. Each value that differs becomes one row, with who, when, and what it was before.

HouseRuleError
├── NotYours           who acts does not belong to the desk
└── SomebodyWasFaster  a colleague changed the same since the screen was opened
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from accounts.models import User
from accounts.roles import Capability, may
from consent import house
from consent.house_rules import queries
from consent.models import Contact, HouseRule

ONE_AT_A_TIME = 7_400_207
"""The key of PostgreSQL's advisory lock: what may only grow cannot be locked row by row."""
CONTACT_FIELDS = ("name_nl", "name_en", "purpose_nl", "purpose_en", "address", "mail", "phone")


class HouseRuleError(Exception):
    """The rule cannot be changed like this."""


class NotYours(HouseRuleError):
    """Who acts does not belong to the desk."""


class SomebodyWasFaster(HouseRuleError):
    """A colleague changed the same since the screen was opened."""


@transaction.atomic
def change(*, prefix: str, values: Mapping[str, str], seen: int, by: User, now: datetime) -> int:
    """Set rules by their keys, all of which begin with ``prefix``; "" is the default again. Return how many differ.

    ``seen``: the newest change that the screen knew. Raises NotYours, SomebodyWasFaster.
    """
    alone(prefix, seen=seen, by=by)
    before = house.now_set()
    count = write({key: (before.get(key, ""), value) for key, value in values.items()}, by=by, now=now)
    house.forget_after_commit()
    return count


@transaction.atomic
def change_contact(*, contact_id: int, values: Mapping[str, str], seen: int, by: User, now: datetime) -> int:
    """Change a contact's fields. Raises Contact.DoesNotExist, NotYours, SomebodyWasFaster."""
    contact = Contact.objects.get(pk=contact_id)
    prefix = f"contact.{contact.key}."
    alone(prefix, seen=seen, by=by)
    contact.refresh_from_db()
    pairs = {f"{prefix}{name}": (str(getattr(contact, name)), values[name]) for name in CONTACT_FIELDS}
    for name in CONTACT_FIELDS:
        setattr(contact, name, values[name])
    contact.save(update_fields=CONTACT_FIELDS)
    return write(pairs, by=by, now=now)


def alone(prefix: str, *, seen: int, by: User) -> None:
    """Let nobody else change rules until the transaction ends. Raises NotYours, SomebodyWasFaster."""
    if not may(by, Capability.CHANGE_HOUSE_RULES):
        raise NotYours
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    if queries.newest(prefix) != seen:
        raise SomebodyWasFaster


def write(pairs: Mapping[str, tuple[str, str]], *, by: User, now: datetime) -> int:
    """Write down what changes: by key, what it was and what it becomes. Return how many differ."""
    changed = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
    for key, (before, value) in changed.items():
        HouseRule.objects.create(key=key, value=value, before=before, by=by, at=now)
    return len(changed)
