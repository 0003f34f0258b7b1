"""Programmes (G1): add, change, retire, bring back. Each change stays in the history, as that of every house rule.

HouseRuleError
└── NameTaken          another programme that is offered has this name

A programme under which people were asked keeps its name: it stands on what they read and signed, and a request that says
something else asks them anew. A new name is then a new programme, and the old one is retired.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from consent.house_rules.operations import HouseRuleError, alone, write
from consent.models import Programme

PREFIX = "programme."
NAMES = ("name_nl", "name_en")


class NameTaken(HouseRuleError):
    """Another programme that is offered has this name; ``field`` says in which language."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A programme as the desk typed it. ``elsewhere``: the requester then names the faculty or university."""

    name_nl: str
    name_en: str
    elsewhere: bool
    position: int


def prefix(programme_id: int | None) -> str:
    """Return how the keys of a programme's changes begin; of all programmes' for one that is still to come."""
    return f"{PREFIX}{programme_id}." if programme_id else PREFIX


@transaction.atomic
def add(*, typed: Typed, seen: int, by: User, now: datetime) -> Programme:
    """Offer one more programme. Raises NotYours, SomebodyWasFaster, NameTaken."""
    alone(PREFIX, seen=seen, by=by)
    _refuse_taken(typed)
    programme = Programme.objects.create(**_fields(typed))
    write(_told(programme, {}), by=by, now=now)
    return programme


@transaction.atomic
def change(*, programme_id: int, typed: Typed, seen: int, by: User, now: datetime) -> tuple[Programme, int]:
    """Change a programme; return what is offered now, and how many things differ.

    It is another one where somebody asked under the old name.
    Raises Programme.DoesNotExist, NotYours, SomebodyWasFaster, NameTaken.
    """
    alone(prefix(programme_id), seen=seen, by=by)
    programme = Programme.objects.get(pk=programme_id)
    if programme.active:
        _refuse_taken(typed, but=programme_id)
    before = _said(programme)
    renamed = any(getattr(programme, name) != getattr(typed, name) for name in NAMES)
    if renamed and programme.requests.exists():
        after = Programme.objects.create(**_fields(typed), claims=programme.claims, active=programme.active)
        Programme.objects.filter(pk=programme_id).update(active=False)
        programme.refresh_from_db()
        changed = write(_told(after, before) | _told(programme, before), by=by, now=now)
        return after, changed
    Programme.objects.filter(pk=programme_id).update(**_fields(typed))
    programme.refresh_from_db()
    return programme, write(_told(programme, before), by=by, now=now)


@transaction.atomic
def offer(*, programme_id: int, offered: bool, seen: int, by: User, now: datetime) -> int:
    """Retire a programme, or bring it back; return how many things differ.

    Raises Programme.DoesNotExist, NotYours, SomebodyWasFaster, NameTaken.
    """
    alone(prefix(programme_id), seen=seen, by=by)
    programme = Programme.objects.get(pk=programme_id)
    if offered:
        _refuse_taken(programme, but=programme_id)
    before = _said(programme)
    programme.active = offered
    programme.save(update_fields=["active"])
    return write(_told(programme, before), by=by, now=now)


def _refuse_taken(typed: Typed | Programme, *, but: int = 0) -> None:
    others = Programme.objects.filter(active=True).exclude(pk=but)
    for field in NAMES:
        if others.filter(Q(**{f"{field}__iexact": getattr(typed, field)})).exists():
            raise NameTaken(field)


def _fields(typed: Typed) -> dict[str, str | bool | int]:
    return {name: getattr(typed, name) for name in Typed.__dataclass_fields__}


def _said(programme: Programme) -> dict[str, str]:
    """Return what the history says of a programme; truth as "yes" or nothing."""
    flags = {name: "yes" if getattr(programme, name) else "" for name in ("elsewhere", "active")}
    return {name: getattr(programme, name) for name in NAMES} | flags | {"position": str(programme.position)}


def _told(programme: Programme, before: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    key = prefix(programme.pk)
    return {f"{key}{name}": (before.get(name, ""), value) for name, value in _said(programme).items()}
