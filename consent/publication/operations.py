"""What is published where, and what must be taken down again.

NotPossible                 (lifecycle) nothing was changed
├── NotAllowed              the permission matrix does not allow this use and medium, or not on that day
├── NothingToTakeDown       distributed print cannot be recovered, so nothing is confirmed
└── AlreadyConfirmed        somebody confirmed this take-down before
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import User
from consent import audit, facts, lifecycle, permissions, working_days
from consent.lifecycle import NotPossible
from consent.models import Channel, Form, Publication, Request, TakeDown, Use
from consent.publication import queries
from consent.sheet import ZONE
from consent.states import EventKind


class NotAllowed(NotPossible):
    """Not everybody's yes covers this use and medium, or the day that was given."""


class NothingToTakeDown(NotPossible):
    """What was printed and handed out cannot be recovered; it is only recorded."""


class AlreadyConfirmed(NotPossible):
    """Somebody confirmed this take-down before."""


@transaction.atomic
def register(
    *,
    request_id: int,
    use_id: int,
    medium: str,
    form: Form,
    place: str,
    url: str,
    published_on: date,
    by: User,
    now: datetime,
    preview_id: int | None = None,
) -> Publication:
    """Write down where something was published; ``preview_id`` is the piece, where people wanted to see it first.

    Raises NotAllowed, Use.DoesNotExist (of another request, or dropped), Request.DoesNotExist.
    """
    request = lifecycle.lock(request_id)
    use = Use.objects.get(pk=use_id, request=request, dropped_at=None)
    approved_on = queries.approved_on(request)
    in_time = approved_on is not None and approved_on <= published_on <= now.astimezone(ZONE).date()
    if not in_time or (use.pk, medium, preview_id) not in allowed_now(request, now=now):
        raise NotAllowed(request.number)
    publication = Publication.objects.create(
        use=use,
        medium=medium,
        preview_id=preview_id,
        form=form,
        place=place,
        url=url,
        published_on=published_on,
        registered_by=by,
        registered_at=now,
    )
    lifecycle.record(
        request, kind=EventKind.PUBLISHED, by=audit.actor(by), at=now, facts={"publication": publication.pk}
    )
    return publication


def allowed_now(request: Request, *, now: datetime) -> frozenset[tuple[int, str, int | None]]:
    """Return what the permission matrix allows: use, medium, and the piece where only what was shown before is allowed."""
    cells = permissions.matrix(facts.asked_for(request), now=now)
    return frozenset(
        (cell.use, cell.medium, piece)
        for cell in cells
        if cell.allowed
        for piece in (cell.agreed if cell.conditions.preview else (None,))
    )


@transaction.atomic
def ask_take_downs(*, request_id: int, now: datetime) -> list[TakeDown]:
    """Make a task for each publication to which not everybody's yes stands any more; return the new ones.

    Run twice it makes nothing the second time. Whether the request is still open does not matter: a closed one's
    publications stay as long as the people in them agree. Raises Request.DoesNotExist.
    """
    request = lifecycle.lock(request_id)
    stands = permissions.may_stay(facts.asked_for(request), now=now)
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
        due_on=working_days.later(today, settings.OWN_POST_WORKING_DAYS)
        if own_post
        else today + timedelta(days=settings.TAKE_DOWN_DAYS),
        irrecoverable=publication.form == Form.PRINT,
    )


@transaction.atomic
def confirm(*, take_down_id: int, by: User, now: datetime) -> TakeDown:
    """Write down that a publication is gone.

    Raises TakeDown.DoesNotExist, NothingToTakeDown, AlreadyConfirmed.
    """
    found = TakeDown.objects.select_related("publication__use").get(pk=take_down_id)
    request = lifecycle.lock(found.publication.use.request_id)
    task = TakeDown.objects.get(pk=take_down_id)
    if task.irrecoverable:
        raise NothingToTakeDown(str(task.pk))
    if task.confirmed_at:
        raise AlreadyConfirmed(str(task.pk))
    task.confirmed_at, task.confirmed_by = now, by
    task.save(update_fields=["confirmed_at", "confirmed_by"])
    lifecycle.record(
        request, kind=EventKind.TAKEN_DOWN, by=audit.actor(by), at=now, facts={"publication": task.publication_id}
    )
    return task
