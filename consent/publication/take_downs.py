"""What must be taken down: asked for, reminded of, told to the desk when it is late, confirmed.

NotPossible                 (lifecycle) nothing was changed
├── AlreadyConfirmed        somebody confirmed this take-down before
├── NoSuchEnd               what was published like this cannot end like that, or not on that day
└── NotSaid                 what cannot be recalled wants a word on what was done instead
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import User
from consent import audit, facts, house, lifecycle, permissions, renewals, working_days
from consent.lifecycle import NotPossible
from consent.models import ENDS, Channel, Gone, Publication, TakeDown
from consent.publication import queries
from consent.sheet import ZONE
from consent.states import EventKind


class AlreadyConfirmed(NotPossible):
    """Somebody confirmed this take-down before."""


class NoSuchEnd(NotPossible):
    """What was published like this cannot end like that, or not on that day."""


class NotSaid(NotPossible):
    """What cannot be recalled wants a word on what was done instead."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a publication went, on which day, and what was done in words (which may be empty where it is gone)."""

    gone: Gone
    on: date
    done: str = ""


@transaction.atomic
def ask_take_downs(*, request_id: int, now: datetime) -> list[TakeDown]:
    """Make a task for each publication to which not everybody's yes stands any more; return the new ones.

    Run twice it makes nothing the second time. Whether the request is still open does not matter: a closed one's
    publications stay as long as the people in them agree, or agreed anew in another request. Raises Request.DoesNotExist.
    """
    request = lifecycle.lock(request_id)
    stands = permissions.may_stay(facts.asked_for(request), now=now) | renewals.covered(request, now=now)
    made = [
        _take_down(publication, now)
        for publication in queries.publications(request).filter(take_down=None)
        if (publication.use_id, publication.medium) not in stands
    ]
    if made:
        lifecycle.record(
            request,
            kind=EventKind.TAKE_DOWN_ASKED,
            by=audit.SYSTEM,
            at=now,
            facts={"take_downs": [task.pk for task in made]},
        )
    return made


def _take_down(publication: Publication, now: datetime) -> TakeDown:
    today = now.astimezone(ZONE).date()
    own_post = publication.use.channel == Channel.OWN_ACCOUNT
    return TakeDown.objects.create(
        publication=publication,
        asked_at=now,
        due_on=working_days.later(today, house.days("OWN_POST_WORKING_DAYS"))
        if own_post
        else today + timedelta(days=house.days("TAKE_DOWN_DAYS")),
    )


@transaction.atomic
def confirm(*, take_down_id: int, by: User, outcome: Outcome, now: datetime) -> TakeDown:
    """Write down that a publication is gone, or that it cannot be recalled and nothing new goes out.

    Raises TakeDown.DoesNotExist, AlreadyConfirmed, NoSuchEnd, NotSaid.
    """
    found = TakeDown.objects.select_related("publication__use").get(pk=take_down_id)
    request = lifecycle.lock(found.publication.use.request_id)
    task = TakeDown.objects.select_related("publication").get(pk=take_down_id)
    if not task.open:
        raise AlreadyConfirmed(str(task.pk))
    published_on, today = task.publication.published_on, now.astimezone(ZONE).date()
    if outcome.gone not in ENDS[task.publication.form] or not published_on <= outcome.on <= today:
        raise NoSuchEnd(str(task.pk))
    done = outcome.done.strip()
    if outcome.gone == Gone.NOT_RECALLED and not done:
        raise NotSaid(str(task.pk))
    task.confirmed_at, task.confirmed_by = now, by
    task.gone, task.gone_on, task.done = outcome.gone, outcome.on, done
    task.irrecoverable = outcome.gone == Gone.NOT_RECALLED
    task.save(update_fields=["confirmed_at", "confirmed_by", "gone", "gone_on", "done", "irrecoverable"])
    told = {"publication": task.publication_id, "gone": str(outcome.gone), "on": outcome.on.isoformat()}
    lifecycle.record(request, kind=EventKind.TAKEN_DOWN, by=audit.actor(by), at=now, facts=told)
    return task


@transaction.atomic
def remind(*, request_id: int, now: datetime) -> list[TakeDown]:
    """Remind the requester of what must still go, and tell the desk once what is late; return what was reminded of.

    Run twice on one day nothing is said twice. Raises Request.DoesNotExist.
    """
    request = lifecycle.lock(request_id)
    today = now.astimezone(ZONE).date()
    tasks = list(queries.still_open(request))
    near = [task for task in tasks if _wants_reminder(task, today)]
    late = [task for task in tasks if task.due_on < today and task.escalated_at is None]
    if near:
        TakeDown.objects.filter(pk__in=[task.pk for task in near]).update(reminded_on=today)
        told = {"take_downs": [task.pk for task in near]}
        lifecycle.record(request, kind=EventKind.TAKE_DOWN_REMINDED, by=audit.SYSTEM, at=now, facts=told)
    if late:
        TakeDown.objects.filter(pk__in=[task.pk for task in late]).update(escalated_at=now)
        told = {"take_downs": [task.pk for task in late]}
        lifecycle.record(request, kind=EventKind.TAKE_DOWN_LATE, by=audit.SYSTEM, at=now, facts=told)
    return near


def _wants_reminder(task: TakeDown, today: date) -> bool:
    moment = latest_reminder(
        asked_on=task.asked_at.astimezone(ZONE).date(),
        due_on=task.due_on,
        today=today,
        every=settings.TAKE_DOWN_REMIND_DAYS,
    )
    return moment is not None and (task.reminded_on is None or task.reminded_on < moment)


def latest_reminder(*, asked_on: date, due_on: date, today: date, every: int) -> date | None:
    """Return the last day up to today on which a reminder falls due; None before the first.

    ``every`` days before the last day (on that day, where it is nearer), the day after it, and then every so many days.
    """
    first = due_on - timedelta(days=every)
    first = first if first > asked_on else due_on
    late = due_on + timedelta(days=1)
    if today < first:
        return None
    if today < late:
        return first
    return late + timedelta(days=(today - late).days // every * every)
