"""Tell systems what happened: to whom, what, and again until it arrives.

Nothing of a person is told: a number, what happened, when, and which uses. Nothing either before a request was approved. A
system is told at least once: it knows a second telling by its id. Who acts must be an administrator, else NotYours.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from accounts import sealing, trace
from accounts.models import AccountEventKind, User
from consent.models import Delivery, Event, EventFacts, Hook, System
from consent.models.hook import TELLS
from consent.sheet import ZONE
from consent.states import EventKind
from consent.systems import sending
from consent.systems.operations import only_for

DELIVER = "systems.deliver"
PURPOSE = "webhook"
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""Between two tries; after the last, some three days after the first, it is given up (Standard Webhooks' own schedule)."""
HOPELESS = frozenset({"ended", "secret"})
"""Problems that no other try mends."""
AFTER_ALL_ELSE = -1
"""The priority of a try: a system that answers slowly must keep no seal and no mail waiting."""


@transaction.atomic
def add(
    *, system_id: int, url: str, kinds: Sequence[str], by: User, now: datetime, address: str | None = None
) -> tuple[Hook, str]:
    """Return a new hook and its secret, which nobody is shown again. Raises NotYours, System.DoesNotExist."""
    only_for(by)
    system = System.objects.get(pk=system_id, revoked_at=None)
    secret = sending.new_secret()
    hook = Hook.objects.create(
        system=system,
        url=url,
        kinds=sorted(kinds),
        secret=sealing.seal(secret, purpose=PURPOSE),
        made_by=by,
        made_at=now,
    )
    detail = {"system": system.pk, "hook": hook.pk, "kinds": hook.kinds}
    trace.record(AccountEventKind.HOOK_ADDED, user=by, by=by, at=now, address=address, detail=detail)
    return hook, secret


@transaction.atomic
def end(*, hook_id: int, by: User, now: datetime, address: str | None = None) -> bool:
    """Tell an address nothing any more. Return whether it still was told. Raises NotYours, Hook.DoesNotExist."""
    only_for(by)
    hook = Hook.objects.select_for_update().get(pk=hook_id)
    if hook.ended_at:
        return False
    hook.ended_at = now
    hook.save(update_fields=["ended_at"])
    detail = {"system": hook.system_id, "hook": hook.pk}
    trace.record(AccountEventKind.HOOK_ENDED, user=by, by=by, at=now, address=address, detail=detail)
    return True


@transaction.atomic
def tell(*, event_id: int, now: datetime) -> None:
    """Begin telling every system that wants to know of an event; a second call begins nothing twice."""
    event = Event.objects.get(pk=event_id)
    if not _was_approved(event):
        return
    told = TELLS[EventKind(event.kind)]
    for hook in Hook.objects.filter(kinds__contains=[told], made_at__lte=event.at).select_related("system"):
        if works(hook, now=now):
            delivery, begun = Delivery.objects.get_or_create(hook=hook, event=event, defaults={"made_at": now})
            if begun:
                _soon(delivery)


def _was_approved(event: Event) -> bool:
    """Whether a system could know the request: before its approval nothing was allowed, and there is nothing to tell."""
    approved = Event.objects.filter(request=event.request_id, kind=EventKind.APPROVED)
    return approved.filter(position__lte=event.position).exists()


@transaction.atomic
def try_out(*, hook_id: int, by: User, now: datetime) -> None:
    """Send a trial, which tells of nothing. Raises NotYours, Hook.DoesNotExist."""
    only_for(by)
    _soon(Delivery.objects.create(hook=Hook.objects.get(pk=hook_id, ended_at=None), made_at=now))


@transaction.atomic
def again(*, delivery_id: int, by: User) -> bool:
    """Try again what was given up. Return whether it was. Raises NotYours, Delivery.DoesNotExist."""
    only_for(by)
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.given_up_at is None:
        return False
    delivery.given_up_at, delivery.attempts = None, 0
    delivery.save(update_fields=["given_up_at", "attempts"])
    _soon(delivery)
    return True


def deliver(*, delivery_id: int, now: datetime) -> None:
    """Try once, and plan the next try if it fails. What has arrived is not sent again; a hook that ended is told nothing.

    Only one job at a time does this for one delivery (procrastinate's lock).
    """
    delivery = Delivery.objects.select_related("hook__system", "event__request").get(pk=delivery_id)
    if not delivery.open:
        return
    delivery.attempts, delivery.tried_at, delivery.status, delivery.problem = delivery.attempts + 1, now, None, ""
    try:
        delivery.status = _sent(delivery, now)
        delivery.delivered_at = now
    except sending.NotTold as error:
        delivery.status, delivery.problem = error.status, error.problem
        if delivery.attempts > len(PAUSES) or error.problem in HOPELESS:
            delivery.given_up_at = now
    with transaction.atomic():
        delivery.save()
        if delivery.open:
            _soon(delivery, wait=PAUSES[delivery.attempts - 1])


def works(hook: Hook, *, now: datetime) -> bool:
    """Whether a hook is told: it has not ended, and its system's token works."""
    return hook.ended_at is None and hook.system.works(now.astimezone(ZONE).date())


def reseal() -> tuple[int, list[str]]:
    """Seal the secrets in use with today's secret key. Return how many, and the hooks whose secret no known key opens."""
    using, lost = Hook.objects.filter(ended_at=None), []
    for hook in using:
        try:
            Hook.objects.filter(pk=hook.pk).update(secret=sealing.renew(hook.secret, purpose=PURPOSE))
        except sealing.CannotOpen:
            lost.append(str(hook))
    return len(using) - len(lost), lost


def message(delivery: Delivery) -> dict[str, Any]:
    """Return what is told. ``uses`` stands where consent ended for these only; without it, all of the request is meant."""
    event = delivery.event
    if event is None:
        return {"type": delivery.type, "timestamp": delivery.made_at.isoformat(), "data": {}}
    data: dict[str, Any] = {"number": event.request.number}
    facts = EventFacts.objects.filter(event=event).values_list("data", flat=True).first() or {}
    if event.kind == EventKind.WITHDRAWN and facts.get("uses"):
        data["uses"] = sorted(facts["uses"])
    return {"type": delivery.type, "timestamp": event.at.isoformat(), "data": data}


def _sent(delivery: Delivery, now: datetime) -> int:
    hook = delivery.hook
    if not works(hook, now=now):
        raise sending.NotTold("ended")
    try:
        secret = sealing.unseal(hook.secret, purpose=PURPOSE)
    except sealing.CannotOpen as error:
        raise sending.NotTold("secret") from error
    return sending.send(hook.url, secret=secret, message=f"msg_{delivery.pk}", at=now, what=message(delivery))


def _soon(delivery: Delivery, *, wait: timedelta = timedelta()) -> None:
    name = f"delivery-{delivery.pk}"
    later = {"seconds": wait.total_seconds()}
    job = app.configure_task(DELIVER, queue="systems", lock=name, schedule_in=later, priority=AFTER_ALL_ELSE)
    job.defer(delivery_id=delivery.pk)
