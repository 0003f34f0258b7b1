"""Who is reminded, and when: a fixed number of times, never after an answer, and by day only."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from consent import audit, lifecycle
from consent.models import Event, Invitation, Origin, Request, Signer, Way, Wish, WishKind
from consent.sheet import ZONE
from consent.states import EventKind, SignerStatus, State, SubjectStatus

FIRST_HOUR, LAST_HOUR = 8, 20
"""The hours of a day, in the hospital's zone, between which mail reminds."""


class NotDue(Exception):
    """Somebody answered, or was reminded, meanwhile."""


def by_day(now: datetime) -> bool:
    """Whether this is an hour at which people may be reminded."""
    return FIRST_HOUR <= now.astimezone(ZONE).hour < LAST_HOUR


def signers_to_remind(*, now: datetime) -> list[int]:
    """Return who was invited by mail REMIND_SIGNER_DAYS ago, did not answer, and can still answer in time.

    Not who wished for paper, nor where the mail did not arrive: a second mail helps neither.
    """
    last = Invitation.objects.filter(signer=OuterRef("pk")).exclude(way=Way.PAPER).order_by("-pk")
    reminders = Count("invitations", filter=Q(invitations__reminder=True))
    found = (
        _waiting()
        .exclude(mail="")
        .exclude(Exists(Wish.objects.filter(signer=OuterRef("pk"), kind=WishKind.PAPER)))
        .exclude(subject__request__origin=Origin.NEW, subject__request__starts_at__lte=now)
        .annotate(last=Subquery(last.values("pk")[:1]), reminders=reminders)
        .filter(reminders__lt=settings.MOST_REMINDERS)
    )
    before = now - timedelta(days=settings.REMIND_SIGNER_DAYS)
    mailed = Invitation.objects.filter(way=Way.MAIL, failed_at=None, made_at__lte=before)
    return list(found.filter(last__in=mailed.values("pk")).order_by("pk").values_list("pk", flat=True))


def requests_to_remind(*, now: datetime) -> list[int]:
    """Return the requests that wait for people, and of which nothing was heard for REMIND_REQUESTER_DAYS."""
    return list(_quiet(Request.objects.all(), now).order_by("pk").values_list("pk", flat=True))


def remind_requester(*, request_id: int, now: datetime) -> Event:
    """Write down that a requester is reminded; the mail follows. Raises NotDue."""
    with transaction.atomic():
        request = lifecycle.lock(request_id)
        if not _quiet(Request.objects.filter(pk=request_id), now).exists():
            raise NotDue
        told = {"requester": True}
        return lifecycle.record(request, kind=EventKind.REMINDED, by=audit.SYSTEM, at=now, facts=told)


def _waiting() -> QuerySet[Signer]:
    collecting = Signer.objects.filter(status=SignerStatus.WAITING, stood_down_at=None, subject__freeze=None)
    return collecting.filter(subject__request__status=State.COLLECTING).exclude(subject__status=SubjectStatus.LEFT_OUT)


def _quiet(requests: QuerySet[Request], now: datetime) -> QuerySet[Request]:
    """Return those that wait. A reminder of a signer is no news of them, one of the requester is."""
    signers_reminded = Q(events__kind=EventKind.REMINDED, events__facts__data__has_key="signer")
    reminded = Q(events__kind=EventKind.REMINDED, events__facts__data__has_key="requester")
    return (
        requests.filter(status=State.COLLECTING)
        .filter(Exists(_waiting().filter(subject__request=OuterRef("pk"))))
        .annotate(news=Max("events__at", filter=~signers_reminded), reminders=Count("events", filter=reminded))
        .filter(news__lte=now - timedelta(days=settings.REMIND_REQUESTER_DAYS), reminders__lt=settings.MOST_REMINDERS)
    )
