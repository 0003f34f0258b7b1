"""The uses of a request: adding, changing, removing.

    lifecycle.NotPossible
    └── AlreadyThere            the same channel with the same account, page or programme is asked for already

What is raised is raised before anything is written.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from consent import lifecycle
from consent.models import Request, Use
from consent.requesting import queries
from consent.requesting.accounts import Place
from consent.requesting.operations.drafting import lock_editable
from consent.requesting.operations.once import lock_once


class AlreadyThere(lifecycle.NotPossible):
    """The use is asked for already."""


@transaction.atomic
def add_use(*, request_id: int, by: User, place: Place, key: str = "") -> Use:
    """Ask for one more use; ``key`` is the form's (``once``). Raises NotEditable, AddedAlready, AlreadyThere."""
    request = lock_once(request_id, by, key)
    _refuse_double(request, place)
    return _store(request, place, request.uses.count())


@transaction.atomic
def change_use(*, use_id: int, by: User, place: Place, now: datetime) -> Use:
    """Ask for something else instead; what was answered stays stored as it was. Raises NotEditable, AlreadyThere.

    New use, new consent (L10): a use that has answers is dropped, and the new one takes its place.
    """
    use = Use.objects.get(pk=use_id)
    request = lock_editable(use.request_id, by)
    if queries.place_of(use) == place:
        return use
    _refuse_double(request, place, but=use)
    if queries.is_answered(use):
        _drop(use, now)
        return _store(request, place, use.position)
    for name, value in _fields(place).items():
        setattr(use, name, value)
    use.save(update_fields=[*_fields(place)])
    return use


@transaction.atomic
def remove_use(*, use_id: int, by: User, now: datetime) -> None:
    """Ask for a use no longer; one that has answers is kept as dropped. Raises NotEditable."""
    use = Use.objects.get(pk=use_id)
    lock_editable(use.request_id, by)
    if queries.is_answered(use):
        _drop(use, now)
    else:
        use.delete()


def _fields(place: Place) -> dict[str, str | bool]:
    social = place.social
    return {
        "channel": place.channel,
        "name": place.name,
        "url": place.url,
        "account_type": place.account_type if social else "",
        "brand_in_title": place.brand_in_title and social,
    }


def _store(request: Request, place: Place, position: int) -> Use:
    return Use.objects.create(request=request, position=position, **_fields(place))


def _drop(use: Use, now: datetime) -> None:
    Use.objects.filter(pk=use.pk, dropped_at=None).update(dropped_at=now)


def _refuse_double(request: Request, place: Place, *, but: Use | None = None) -> None:
    same = request.uses.filter(channel=place.channel, name=place.name, dropped_at=None)
    if any(use != but for use in same):
        raise AlreadyThere(request.number)
